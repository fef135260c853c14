// Parses the model's answer to the guard question: fenced code, or JSON if the model answers so anyway.
import { z } from 'zod';
import type { Language } from '../../languages/language.ts';

export interface Candidate {
  readonly source: string;
}

/** Further candidates are ignored: each costs three runs. */
const most = 3;

const Json = z.object({
  candidates: z.array(z.object({ path: z.string().optional(), source: z.string().min(1) })).min(1),
});

/** The test files in an answer, in order, at most three. Throws with a sentence when there is none. */
export function candidatesIn(text: string, language: Language): Candidate[] {
  const found = jsonCandidates(text) ?? fencedCandidates(text, language);
  if (found.length === 0) throw new Error(`The answer contains no complete fenced block of ${language.title}.`);
  return found.slice(0, most).map(source => ({ source: `${source.replaceAll('\r\n', '\n').trimEnd()}\n` }));
}

/** Null when the answer is not a JSON object. Throws on a malformed one. */
function jsonCandidates(text: string): string[] | null {
  const bare = text
    .trim()
    .replace(/^```json[ \t]*\n([\s\S]*)\n```$/, '$1')
    .trim();
  if (!bare.startsWith('{') || !bare.endsWith('}')) return null;
  return Json.parse(JSON.parse(bare)).candidates.map(candidate => candidate.source);
}

/** Closed blocks only: an unclosed one was cut off. A closing fence is at least as long as the opening one. */
function fencedCandidates(text: string, language: Language): string[] {
  const found: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const open = /^\s{0,3}(`{3,}|~{3,})(.*)/.exec(lines[at] ?? '');
    if (!open) continue;
    const [, fence = '', info = ''] = open;
    const close = lines.findIndex((line, index) => index > at && isClosing(line, fence));
    if (close < 0) break;
    if (isOf(language, info)) found.push(lines.slice(at + 1, close).join('\n'));
    at = close;
  }
  return found.filter(source => source.trim() !== '');
}

function isClosing(line: string, fence: string): boolean {
  const bare = line.trim();
  return bare.startsWith(fence) && bare.replaceAll(fence[0] ?? '', '') === '';
}

/** The info string may hold the language, the language and a path, only a path, or nothing. */
function isOf({ words, source }: Language, info: string): boolean {
  const [first = ''] = /^\w*/.exec(info.trim()) ?? [];
  return info.trim() === '' || words.fences.includes(first.toLowerCase()) || info.split(/[\s:"'`]+/).some(source.owns);
}
