// Masks secrets in a text, on whichever thread it runs: in the text as it is, and in every other way of reading it.
import { type Encoded, encodedTexts } from './encoded.ts';
import { encodedBlocks } from './encoded-blocks.ts';
import { allFindings, kindFindings } from './find.ts';
import { formsOf } from './known-values.ts';
import { findInParts } from './parts.ts';
import { placeholders } from './placeholders.ts';
import { shownReadings, undiffed, unescaped, unwrapped, withJoinedLiterals, withoutJunk } from './readings.ts';
import { type Finding, replaceFindings } from './replace.ts';
import { toEndOfWord } from './rest-of-word.ts';
import type { View } from './view.ts';

/** As `secretMasker`; a long text holds the thread for seconds. */
export function maskerOnThisThread(options: { known?: readonly string[] } = {}): (text: string) => string {
  const known = formsOf(options.known ?? []);
  const knownIn = (text: string) => valuesIn(text, known);
  const find = (shown: string) => [...knownIn(shown), ...allFindings(shown)];
  const findKinds = (shown: string) => [...knownIn(shown), ...kindFindings(shown)];
  const maskOnce = (text: string) => {
    const names = placeholders(text);
    const masked = replaceFindings(text, all => findInParts(all, part => findingsAsRead(part, find)), names);
    // Last, and without what is masked: a token that ends with its line has no part in the next one.
    return replaceFindings(masked, all => findInParts(all, part => findingsJoined(part, findKinds)), names);
  };
  return text => {
    let masked = text;
    for (let pass = 0; pass < passes; pass++) {
      const before = masked;
      masked = maskOnce(before);
      if (masked === before) break;
    }
    return masked;
  };
}

/** What is masked no longer hides what stands beside it, which may show another secret; a text without any is read once. */
const passes = 5;

type Find = (text: string) => readonly Finding[];
type Reading = (base: View) => View | null;

/** All readings of the same text, so that half a secret in one of them does not hide the other half from the next. */
function findingsAsRead(text: string, find: Find): Finding[] {
  const shown = withoutJunk(text);
  return [
    ...shownReadings(text).flatMap(view => inOriginal(view, find)),
    ...twice(unescaped, shown).flatMap(view => inOriginal(view, find)),
    ...once(withJoinedLiterals, shown).flatMap(view => inOriginal(view, find)),
    ...inOriginal(shown, inside => encodedFindings(inside, find, 2)),
  ];
}

/** In the text with its lines put together; a word ends with its line all the same. */
function findingsJoined(text: string, find: Find): Finding[] {
  const shown = withoutJunk(text);
  const joined = [...once(unwrapped, shown), ...once(undiffed, shown)].flatMap(view => inOriginal(view, find));
  return joined.map(finding => toEndOfWord(text, finding));
}

function once(reading: Reading, base: View): View[] {
  const view = reading(base);
  return view === null ? [] : [view];
}

/** What is escaped twice is read twice. */
function twice(reading: Reading, base: View): View[] {
  return once(reading, base).flatMap(view => [view, ...once(reading, view)]);
}

function inOriginal({ text, origin }: View, find: Find): Finding[] {
  return find(text).map(({ start, end, value }) => {
    const [from, to] = origin(start, end);
    return { start: from, end: to, value };
  });
}

/** Of a text that hides a secret, nothing is shown. `depth`: how often it may be encoded. */
function encodedFindings(text: string, find: Find, depth: number): Finding[] {
  const hidden = ({ start, end, text: inside }: Encoded): Finding[] => {
    const found = [...find(inside), ...(depth > 1 ? encodedFindings(inside, find, depth - 1) : [])];
    const [first] = found.filter(({ value }) => !/<SECRET:\d+>/.test(value));
    return first ? [{ start, end, value: first.value }] : [];
  };
  const inRuns = encodedTexts(text).flatMap(hidden);
  const starts = new Set(inRuns.map(({ start }) => start));
  // What hides one by itself needs no more lines: the next one may be a word.
  const blocks = encodedBlocks(text).filter(({ start }) => !starts.has(start));
  return [...inRuns, ...blocks.flatMap(hidden)];
}

function valuesIn(text: string, known: readonly { form: string; value: string }[]): Finding[] {
  return known.flatMap(({ form, value }) => {
    const findings: Finding[] = [];
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length))
      findings.push({ start: at, end: at + form.length, value });
    return findings;
  });
}
