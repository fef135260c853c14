// Keeps the head and the tail of a command's output, however long it is.
import { omission } from '../../../text/truncation.ts';

/** Output longer than this many times the limit counts as a flood. */
const floodFactor = 16;

export interface Sink {
  add(chunk: Buffer): void;
  /** The output is over the flood limit. */
  isFlooded(): boolean;
}

export interface BoundedOutput extends Sink {
  /** The kept output, lossily decoded; states how many bytes were cut from the middle. */
  text(): string;
}

/** @param limit bytes to keep: half from the head, half from the tail. */
export function boundedOutput(limit: number): BoundedOutput {
  const half = Math.max(1, Math.floor(limit / 2));
  const head: Buffer[] = [];
  let tail: Buffer[] = [];
  let headBytes = 0;
  let tailBytes = 0;
  let total = 0;
  return {
    add(chunk) {
      total += chunk.length;
      const first = chunk.subarray(0, half - headBytes);
      if (first.length > 0) head.push(first);
      headBytes += first.length;
      const rest = chunk.subarray(first.length);
      if (rest.length > 0) tail.push(rest);
      tailBytes += rest.length;
      // Joined only now and then, so that many small chunks do not cost a copy each.
      if (tailBytes > 4 * half) {
        tail = [Buffer.from(Buffer.concat(tail).subarray(-half))];
        tailBytes = half;
      }
    },
    isFlooded: () => total > limit * floodFactor,
    text() {
      const end = Buffer.concat(tail).subarray(-half);
      const missing = total - headBytes - end.length;
      const cut = missing > 0 ? `\n${omission(missing, 'byte')}\n` : '';
      return missing > 0
        ? `${Buffer.concat(head).toString('utf8')}${cut}${end.toString('utf8')}`
        : Buffer.concat([...head, end]).toString('utf8');
    },
  };
}

/** Keeps everything up to the limit, in bytes; more is a flood. */
export function wholeOutput(limit: number): Sink & { bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let total = 0;
  return {
    add(chunk) {
      chunks.push(chunk);
      total += chunk.length;
    },
    isFlooded: () => total > limit,
    bytes: () => Buffer.concat(chunks),
  };
}
