// Characters that a person cannot see, or that make a text read in another order than it runs.

/** Scripts whose spelling needs joiners, which are invisible: Persian, Hindi, Sinhala and their neighbours. */
const joining = 'Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer'
  .split(' ')
  .map(script => `\\p{Script=${script}}`)
  .join('');

/** Controls, format characters, fillers, selectors, line separators, and blanks that look like a space and are none. */
const hidden = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?![ \u3000])\p{Zs}`;

/** Many emoji are sequences with invisible characters in them, visible as a whole; only what is captured is hidden. */
const characters = new RegExp(
  String.raw`\p{RGI_Emoji}|(?<=[${joining}])[\u200c\u200d](?=[\p{L}\p{M}])|(?<hidden>${hidden})`,
  'gv',
);

/** The hidden characters of a text but for tab and line feed, in their order. */
export function hiddenCharacters(text: string): string[] {
  const found: string[] = [];
  withHidden(text, character => {
    found.push(character);
    return '';
  });
  return found;
}

/** The text with each hidden character but tab and line feed replaced. */
export function withHidden(text: string, replacement: (character: string) => string): string {
  // Most text is plain, and the list of emoji is long.
  if (/^[\t\n\x20-\x7e]*$/.test(text)) return text;
  return text.replace(characters, (whole, character: string | undefined) =>
    character === undefined || character === '\t' || character === '\n' ? whole : replacement(character),
  );
}

/** A control character, or one that turns the order of reading. */
export function isControl(character: string): boolean {
  return /^[\p{Cc}\p{Bidi_Control}]$/u.test(character);
}

/** As `U+200B`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
