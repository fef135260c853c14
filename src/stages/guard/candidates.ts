// Reads the model's answer to the guard question: fenced Python, or JSON when it insists.
import { z } from 'zod';

export interface Candidate {
  readonly source: string;
}

/** More than this are not looked at: each costs three runs. */
const most = 3;

const Json = z.object({
  candidates: z.array(z.object({ path: z.string().optional(), source: z.string().min(1) })).min(1),
});

/** The test files in an answer, in its order, at most three. Throws with a sentence when there is none. */
export function candidatesIn(text: string): Candidate[] {
  const found = jsonCandidates(text) ?? fencedCandidates(text);
  if (found.length === 0) throw new Error('The answer holds no complete fenced block of Python.');
  return found.slice(0, most).map(source => ({ source: `${source.trimEnd()}\n` }));
}

/** Null when the answer is not one JSON object. A damaged one throws: it is nonsense. */
function jsonCandidates(text: string): string[] | null {
  const bare = text
    .trim()
    .replace(/^```json\s*\n([\s\S]*)\n```$/, '$1')
    .trim();
  if (!bare.startsWith('{') || !bare.endsWith('}')) return null;
  return Json.parse(JSON.parse(bare)).candidates.map(candidate => candidate.source);
}

/** Closed fences only: an unclosed one was cut off. The closing fence is at least as long as the opening one. */
function fencedCandidates(text: string): string[] {
  const found: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const open = /^\s{0,3}(`{3,}|~{3,})\s*(.*)$/.exec(lines[at] ?? '');
    if (!open) continue;
    const [, fence = '', info = ''] = open;
    const close = lines.findIndex((line, index) => index > at && isClosing(line, fence));
    if (close < 0) break;
    if (isPython(info)) found.push(lines.slice(at + 1, close).join('\n'));
    at = close;
  }
  return found.filter(source => source.trim() !== '');
}

function isClosing(line: string, fence: string): boolean {
  const bare = line.trim();
  return bare.startsWith(fence) && bare.replaceAll(fence[0] ?? '', '') === '';
}

/** `python`, `py`, `python tests/test_x.py`, a bare path, or nothing at all. */
function isPython(info: string): boolean {
  return info.trim() === '' || /^(python3?|py)\b/i.test(info) || /\.py\b/.test(info);
}
