// Names of code that a person takes for other names: mixed scripts, letters that look like ASCII, spellings that a compiler
// folds into one. After Unicode's security mechanisms (UTS 39: highly restrictive), with the look-alikes of scripts in use.

/** Names among `after` that are refused unless they are among `before`; one that a compiler reads as ASCII counts each time. */
export function confusableNames(before: readonly string[], after: readonly string[]): string[] {
  const [old, now] = [countsOf(before), countsOf(after)];
  return [...now].flatMap(([name, count]) => {
    const known = old.get(name) ?? 0;
    return (isDisguised(name) ? count > known : known === 0 && isConfusable(name)) ? name : [];
  });
}

/** With its letters beyond ASCII as code points: shown as they are, they mislead. */
export function spelled(name: string): string {
  return name.replace(/[^\x20-\x7e]/gu, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Compilers read names in Unicode's form NFKC, in which mathematical and wide letters are plain ones. */
function isDisguised(name: string): boolean {
  return !isAscii(name) && isAscii(name.normalize('NFKC'));
}

function isConfusable(name: string): boolean {
  if (isAscii(name)) return false;
  return name !== name.normalize('NFKC') || name.split(/[_\d]+/).some(part => !isAscii(part) && isConfusablePart(part));
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** Letters and digits that a person takes for ASCII ones. */
const lookalikes = new Set([
  ...'аеорсухіјѕһԁԛԝѵӏьАВЕЅІЈКМНОРСТУХҮӀԌԚԜЬ', // Cyrillic
  ...'ονιρυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳϹ', // Greek
  ...'օոսհցզյքՕՏՍԼ', // Armenian
  ...'ყოსוטןס', // Georgian, Hebrew
  ...'اهە٥١۵۱߀०০੦૦୦௦౦೦൦๐໐ဝ၀〇', // Arabic, zeros of Asia
]);

/** Letters of national alphabets that are no ASCII letter with a mark. */
const nationalLatin = new Set('ßæœøðłħŋþđÆŒØÐŁĦŊÞĐẞ');

/** Scripts in use today (UAX 31, table 5), each by itself. */
const scripts = [
  ...['Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Thaana', 'Ethiopic'],
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
  ...['Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan'],
].map(script => new RegExp(`^[\\p{L}\\p{M}\\p{Nd}]$(?<=\\p{Script_Extensions=${script}})`, 'u'));

/** Japanese, Chinese and Korean are written in several scripts, and with Latin letters among them. */
const eastAsian = [
  /^[A-Za-z\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}]$/u,
  /^[A-Za-z\p{Script_Extensions=Han}\p{Script_Extensions=Bopomofo}]$/u,
  /^[A-Za-z\p{Script_Extensions=Han}\p{Script_Extensions=Hangul}]$/u,
];

/** `part` has neither digits of ASCII nor underscores. */
function isConfusablePart(part: string): boolean {
  const letters = [...part];
  if (letters.every(isLatin) || letters.every(isOfFormula)) return false;
  const isOf = (script: RegExp) => letters.every(letter => script.test(letter));
  return !(eastAsian.some(isOf) || scripts.some(isOf)) || letters.every(letter => lookalikes.has(letter));
}

/** An ASCII letter, also with a mark, or one of a national alphabet. */
function isLatin(letter: string): boolean {
  return /^[A-Za-z]/.test(letter.normalize('NFD')) || nationalLatin.has(letter);
}

/** `Δx`: a Greek letter among ASCII that is seen to be Greek. */
function isOfFormula(letter: string): boolean {
  return /^[A-Za-z]$/.test(letter) || (/^[\p{L}]$(?<=\p{Script=Greek})/u.test(letter) && !lookalikes.has(letter));
}
