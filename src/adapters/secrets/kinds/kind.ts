// A kind of secret that is known by its form, and how it is found in linear time: only where one of its words is.
import type { Finding } from '../replace.ts';
import { entropy } from '../values/entropy.ts';
import { wordShare } from '../values/random.ts';
import type { Run } from '../values/runs.ts';
import type { Hit } from '../watcher.ts';

export interface Kind {
  /** In lower case, at least three characters: every match holds one of them. None: it is looked for in runs of a token's characters. */
  readonly words: readonly string[];
  /** Sticky where a match begins with its word, global otherwise. The secret is the first group that matched, or all of it. */
  readonly pattern: RegExp;
  /** Bits per character that the secret has at least; 0 where its place is enough, even for words. */
  readonly entropy: number;
}

export function kind(words: readonly string[], pattern: RegExp, leastEntropy = 0): Kind {
  const starts = startsOf(pattern.source).map(start => start.replaceAll('\\', '').toLowerCase());
  const isFirst = words.length > 0 && words.every(word => starts.some(start => start.startsWith(word.slice(0, 2))));
  const flags = `d${pattern.flags.includes('i') ? 'i' : ''}${isFirst ? 'y' : 'g'}`;
  return { words, pattern: new RegExp(pattern.source, flags), entropy: leastEntropy };
}

/** What holds before the first character of a match: `\b`, `(?<![A-Za-z0-9])`. */
const lookbehind = /^(?:\\b|\(\?<[!=](?:\[[^\]]*\]|[^()[])*\))/;

/** How a match may begin: the source without what comes before its first character, one text for each alternative. */
function startsOf(source: string): string[] {
  const rest = source.replace(lookbehind, '').replace(lookbehind, '');
  if (!rest.startsWith('(')) return [rest];
  return alternatives(rest.replace(/^\((?:\?:)?/, '')).flatMap(startsOf);
}

/** The alternatives of the group whose inside begins here. */
function alternatives(inside: string): string[] {
  const found = [''];
  let depth = 0;
  for (const character of inside) {
    if (character === ')' && depth-- === 0) break;
    if (character === '(') depth++;
    if (character === '|' && depth === 0) found.push('');
    else found.push(`${found.pop()}${character}`);
  }
  return found;
}

/** All matches of a kind; `hits` are those of its words, in order. */
export function findingsOf(text: string, one: Kind, hits: readonly Hit[]): Finding[] {
  return one.pattern.sticky ? findingsAt(text, one, hits) : findingsAround(text, one, hits);
}

function findingsAt(text: string, one: Kind, hits: readonly Hit[]): Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  for (const { at } of hits) {
    if (at < done) continue;
    one.pattern.lastIndex = at;
    const match = one.pattern.exec(text);
    if (match === null) continue;
    done = at + match[0].length;
    findings.push(...findingIn(match, one));
  }
  return findings;
}

/** A shorter group only repeats, or, where it is the only one, is too short to keep anything: `http://a:b@host`. */
const shortest = 3;

/** A name that only begins like a token, `re_compile_all_patterns`, is made of words. */
const mostWords = 0.7;

/** Characters. A match begins this far before its word at most, and ends this far after it. */
const before = 120;
const after = 700;

/** Each part of the text is searched once, however many words are in it. */
function findingsAround(text: string, one: Kind, hits: readonly Hit[]): Finding[] {
  const findings: Finding[] = [];
  let at = 0;
  while (at < hits.length) {
    const start = Math.max(0, (hits[at]?.at ?? 0) - before);
    let end = (hits[at]?.at ?? 0) + after;
    while (++at < hits.length && (hits[at]?.at ?? 0) - before < end) end = (hits[at]?.at ?? 0) + after;
    findings.push(...findingsIn({ text: text.slice(start, end), index: start }, one));
  }
  return findings;
}

/** All matches in a part of a text. */
export function findingsIn({ text, index }: Run, one: Kind): Finding[] {
  if (text.search(one.pattern) === -1) return [];
  return Array.from(text.matchAll(one.pattern), match => findingIn(match, one))
    .flat()
    .map(({ start, end, value }) => ({ start: index + start, end: index + end, value }));
}

function findingIn(match: RegExpExecArray, one: Kind): Finding[] {
  const group = Math.max(
    0,
    match.findIndex((part, index) => index > 0 && (part ?? '').length >= shortest),
  );
  if (group === 0 && match.length === 2 && match[1] !== undefined) return [];
  const [start, end] = match.indices?.[group] ?? [match.index, match.index + match[0].length];
  const found = match[group] ?? '';
  if (one.entropy > 0 && (entropy(found) < one.entropy || wordShare(found) > mostWords)) return [];
  return [{ start, end, value: found }];
}
