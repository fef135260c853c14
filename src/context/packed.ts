// Fits sections into a budget: the most telling first, and what had to be left out is named.

export interface Section {
  readonly title: string;
  readonly text: string;
}

/** A rule of thumb good enough for a bound: four characters a token. */
export const charactersPerToken = 4;

/** The sections in their order, as long as they fit; one that is too long is left out whole, since half a function misleads. */
export function packed(sections: readonly Section[], tokens: number): string {
  let room = tokens * charactersPerToken;
  const kept: string[] = [];
  const left: string[] = [];
  for (const section of sections) {
    if (section.text.length > room) {
      left.push(section.title);
      continue;
    }
    room -= section.text.length;
    kept.push(section.text);
  }
  const note = left.length > 0 ? [`Left out for length: ${left.join('; ')}.`] : [];
  return [...kept, ...note].join('\n\n');
}
