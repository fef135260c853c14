// Characters that a person cannot see, or that make a text read in another order than it runs.

/** Letters of scripts whose spelling needs joiners, which are invisible: Persian, Hindi, Sinhala and their neighbours. */
const joined =
  /(?<=(\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Gurmukhi}|\p{Script=Gujarati}|\p{Script=Oriya}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Sinhala}|\p{Script=Khmer}))[\u200c\u200d](?=[\p{L}\p{M}])/gu;

/** Many emoji are sequences with invisible characters in them, visible as a whole. */
const emoji = /\p{RGI_Emoji}/gv;

/** Controls, format characters, fillers, selectors, line separators, and blanks that look like a space and are none. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?![ \u3000])\p{Zs}/gu;

/** The hidden characters of a text but for tab and line feed, in their order. */
export function hiddenCharacters(text: string): string[] {
  // Most text is plain, and the list of emoji is long.
  if (/^[\t\n\x20-\x7e]*$/.test(text)) return [];
  const rest = text.replace(emoji, ' ').replace(joined, '');
  return [...rest.matchAll(hidden)].flatMap(([each]) => (each === '\t' || each === '\n' ? [] : each));
}

/** A control character, or one that turns the order of reading. */
export function isControl(character: string): boolean {
  return /^[\p{Cc}\p{Bidi_Control}]$/u.test(character);
}

/** As `U+200B`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
