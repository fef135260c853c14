// Truncates a log while it streams: a short one is kept in full; of a long one the head and the tail, which hold the
// commands and the failures.
import { omission } from '../../text/truncation.ts';

/** Bytes. */
const most = { head: 4 << 20, tail: 12 << 20 };
/** Upper bound for a private key in a log, in bytes. */
const longestKey = 24_000;

export interface KeptText {
  add(chunk: Buffer): void;
  /** Call it after the last chunk. */
  text(): string;
}

export function keptText(): KeptText {
  const head: Buffer[] = [];
  const tail: Buffer[] = [];
  const bytes = { head: 0, tail: 0, leftOut: 0 };
  return {
    add(chunk) {
      const own = chunk.subarray(0, most.head - bytes.head);
      if (own.length > 0) head.push(own);
      bytes.head += own.length;
      const rest = chunk.subarray(own.length);
      if (rest.length === 0) return;
      tail.push(rest);
      bytes.tail += rest.length;
      while (bytes.tail - (tail[0]?.length ?? 0) >= most.tail) {
        const dropped = tail.shift()?.length ?? 0;
        bytes.tail -= dropped;
        bytes.leftOut += dropped;
      }
    },
    text() {
      if (bytes.leftOut === 0) return textOf(Buffer.concat([...head, ...tail]));
      const start = headOf(Buffer.concat(head));
      const end = tailOf(Buffer.concat(tail).subarray(-most.tail));
      const leftOut = bytes.head + bytes.tail + bytes.leftOut - start.length - end.length;
      return `${textOf(start)}\n${omission(leftOut, 'byte')}\n${textOf(end)}`;
    },
  };
}

/** Without the byte order mark that GitHub's log files start with: it would shift the masker's ranges by one. */
export function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

/** Cut at a line break: the masker would miss half a secret. */
function headOf(bytes: Buffer): Buffer {
  const feed = bytes.lastIndexOf('\n');
  return bytes.subarray(0, feed === -1 ? undefined : feed);
}

/** From the next line on, and never from inside a private key. */
function tailOf(bytes: Buffer): Buffer {
  const tail = bytes.subarray(bytes.indexOf('\n') + 1);
  const start = tail.subarray(0, longestKey).toString('latin1');
  const end = start.indexOf('-----END ');
  const begin = start.indexOf('-----BEGIN ');
  const isWithinKey = end !== -1 && (begin === -1 || begin > end);
  return isWithinKey ? tail.subarray(tail.indexOf('\n', end) + 1) : tail;
}
