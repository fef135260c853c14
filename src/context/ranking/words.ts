// Words of code and of messages, as far as they tell one piece of code from another.

/** Parts of words too: `row_format` and `RowFormat` hold `row` and `format`. Lower case, two letters or more. */
export function wordsIn(text: string): Set<string> {
  const words = new Set<string>();
  for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]+/g)) {
    words.add(word.toLowerCase());
    const parts = word.split(/_+|(?<=[a-z0-9])(?=[A-Z])/);
    for (const part of parts) if (part.length > 1) words.add(part.toLowerCase());
  }
  return words;
}

/** Whole identifiers, as written. */
export function identifiersIn(text: string): Set<string> {
  return new Set(text.match(/\b[A-Za-z_]\w{1,80}\b/g) ?? []);
}
