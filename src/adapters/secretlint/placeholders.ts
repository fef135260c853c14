// Hands out `<SECRET:n>` for one text: the same secret gets the same number.

export interface Placeholders {
  for(secret: string): string;
}

/** Numbers begin after the highest that the text holds already, so that masking twice never gives two secrets one name. */
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
