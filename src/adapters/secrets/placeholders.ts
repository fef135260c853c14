// Numbers the placeholders `<SECRET:n>` of one text: the same secret gets the same number.

export interface Placeholders {
  for(secret: string): string;
}

/** Numbering continues after the highest number in the text, so that masking twice never gives two secrets the same number. */
export function placeholders(text: string): Placeholders {
  const numbers = new Map<string, number>();
  let last = highestIn(text);
  return {
    for(secret) {
      const number = numbers.get(secret) ?? ++last;
      numbers.set(secret, number);
      return `<SECRET:${number}>`;
    },
  };
}

function highestIn(text: string): number {
  let highest = 0;
  for (const [, digits] of text.matchAll(/<SECRET:(\d{1,9})>/g)) highest = Math.max(highest, Number(digits));
  return highest;
}
