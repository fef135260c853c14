// Finds `${{ … }}` in a text, in one pass: a regular expression looks to the end of the text again from each one that is not closed.

export interface Placeholder {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** What is between the braces. */
  readonly expression: string;
}

export function placeholdersIn(text: string): Placeholder[] {
  const found: Placeholder[] = [];
  for (let start = text.indexOf('${{'); start !== -1; start = text.indexOf('${{', found.at(-1)?.end)) {
    const close = text.indexOf('}}', start + 3);
    if (close === -1) break;
    found.push({ start, end: close + 2, expression: text.slice(start + 3, close) });
  }
  return found;
}

/** What is around and between the placeholders: one piece more than there are of them. */
export function literalsIn(text: string): string[] {
  const placeholders = placeholdersIn(text);
  const starts = [0, ...placeholders.map(({ end }) => end)];
  return starts.map((start, at) => text.slice(start, placeholders[at]?.start));
}

/** The text with something else for each placeholder, which `value` also gets as written. */
export function filledIn(text: string, value: (expression: string, written: string) => string): string {
  const values = placeholdersIn(text).map(({ start, end, expression }) => value(expression, text.slice(start, end)));
  return literalsIn(text)
    .flatMap((literal, at) => [literal, values[at] ?? ''])
    .join('');
}

/**
 * What stands for each placeholder in a text that this one may have become; null when it cannot have. Each stands for as little
 * as possible. Looks for one literal after the other, so that it takes no longer for many placeholders.
 */
export function valuesShown(text: string, shown: string): string[] | null {
  const [first = '', ...others] = literalsIn(text.trim());
  const last = others.pop();
  if (last === undefined) return first === shown ? [] : null;
  const end = shown.length - last.length;
  if (!shown.startsWith(first) || !shown.endsWith(last)) return null;
  const values: string[] = [];
  let at = first.length;
  for (const literal of others) {
    const next = shown.indexOf(literal, at);
    if (next === -1) return null;
    values.push(shown.slice(at, next));
    at = next + literal.length;
  }
  return at <= end ? [...values, shown.slice(at, end)] : null;
}
