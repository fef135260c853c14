// What is kept of a log while it streams by: all of a short one, of a long one the beginning and the end, where commands and
// failures stand.

/** Bytes. */
const most = { head: 4 << 20, tail: 12 << 20 };
/** A private key in a log takes no more, in bytes. */
const longestKey = 24_000;

export interface KeptText {
  add(chunk: Buffer): void;
  /** Once all has been added. */
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
        const gone = tail.shift()?.length ?? 0;
        bytes.tail -= gone;
        bytes.leftOut += gone;
      }
    },
    text() {
      if (bytes.leftOut === 0) return textOf(Buffer.concat([...head, ...tail]));
      const start = headOf(Buffer.concat(head));
      const end = tailOf(Buffer.concat(tail).subarray(-most.tail));
      const leftOut = bytes.head + bytes.tail + bytes.leftOut - start.length - end.length;
      return `${textOf(start)}\n[${leftOut} bytes left out]\n${textOf(end)}`;
    },
  };
}

/** Without the byte order mark that GitHub's log files start with, which would shift what the masking finds by one. */
export function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

/** Cut between lines, since half a secret would pass for none. */
function headOf(bytes: Buffer): Buffer {
  const feed = bytes.lastIndexOf('\n');
  return bytes.subarray(0, feed === -1 ? undefined : feed);
}

/** From the next line on; nor may it begin within a private key. */
function tailOf(bytes: Buffer): Buffer {
  const tail = bytes.subarray(bytes.indexOf('\n') + 1);
  const start = tail.subarray(0, longestKey).toString('latin1');
  const end = start.indexOf('-----END ');
  const begin = start.indexOf('-----BEGIN ');
  const isWithinKey = end !== -1 && (begin === -1 || begin > end);
  return isWithinKey ? tail.subarray(tail.indexOf('\n', end) + 1) : tail;
}
