// Whether a text looks made by a machine, or by a person who was told to choose a good password: not like words.

/** Characters of the text that are in parts that read like words: four letters or more, between capitals, digits and signs. */
export function wordShare(text: string): number {
  const letters = text.match(/[A-Za-z0-9]/g)?.length ?? 0;
  if (letters === 0) return 1;
  const parts = text.match(/[A-Z]{3,}(?![a-z])|[A-Z]?[a-z]{2,}|[A-Z]{2,}/g) ?? [];
  const wordy = parts.filter(isPronounceable).reduce((sum, part) => sum + part.length, 0);
  return wordy / letters;
}

function isPronounceable(part: string): boolean {
  if (part.length < 3) return false;
  const lower = part.toLowerCase();
  const vowels = lower.match(/[aeiouy]/g)?.length ?? 0;
  const share = vowels / lower.length;
  return share >= 0.15 && share <= 0.75 && !/[^aeiouy]{5}|[aeiou]{4}|[jqz][bcdfghjklmnpqrstvwxz]|(.)\1\1/.test(lower);
}

export function hasLetterAndDigit(text: string): boolean {
  return /[A-Za-z]/.test(text) && /\d/.test(text);
}

/** Classes of characters: lower case, upper case, digits, signs. */
export function classesOf(text: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter(one => one.test(text)).length;
}
