// How much surprise is in a text.

/** Shannon's entropy in bits per character: 0 for one repeated character, 4 for random hex digits, about 5 for 40 characters of base64. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
