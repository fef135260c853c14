// Keeps the beginning and the end of what a command prints, however much that is.
import { omission } from '../../text/truncation.ts';

/** Output beyond this many times what is kept is no output but a flood. */
const floodFactor = 16;

export interface Sink {
  add(chunk: Buffer): void;
  /** More came than anybody wants. */
  isFlooded(): boolean;
}

export interface BoundedOutput extends Sink {
  /** What is kept, lossily decoded; says how many bytes are missing from the middle. */
  text(): string;
}

/** @param limit bytes to keep; half from the beginning, half from the end. */
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
      // Joined once in a while only: many small chunks must not cost a copy each.
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

/** Keeps everything, or is flooded by more than the limit, in bytes. */
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
