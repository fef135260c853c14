// Runs of the characters that tokens are made of.

export interface Run {
  readonly text: string;
  readonly index: number;
}

/** From the length of the shortest token without a name, up to where a longer one is data. */
const run = /(?<![\w+/.~-])[\w+/.~-]{24,4096}/g;

export function runsIn(text: string): Run[] {
  return Array.from(text.matchAll(run), ({ 0: found, index }) => ({ text: found, index }));
}
