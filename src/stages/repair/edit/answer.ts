// Parses the model's answer to the repair question: SEARCH/REPLACE blocks, CANNOT_FIX, SHOW, or JSON if the model answers so anyway.

import { z } from 'zod';
import { allLanguages } from '../../../languages/languages.ts';
import { firstCharacters } from '../../../text/truncation.ts';
import { type AskedPlace, askedPlaces, isRequest } from '../show/places.ts';
import { Edit } from './edits.ts';

export type RepairAnswer =
  | { kind: 'edits'; edits: readonly Edit[]; idea: string }
  | { kind: 'cannot-fix'; reason: string }
  | { kind: 'show'; places: readonly AskedPlace[] };

const Json = z.union([
  z.object({ cannot_fix: z.string().min(1) }),
  z.object({ show: z.array(z.string().min(1)).min(1) }),
  z.object({ edits: z.array(Edit).min(1), rationale: z.string().default('') }),
]);

const longestIdea = 1_000;

/** Throws with a sentence when the answer is neither edits nor a reason nor a request, or more than one of them. */
export function repairAnswer(text: string): RepairAnswer {
  const json = jsonAnswer(text);
  if (json) return json;
  const { edits, prose } = blocksIn(text);
  const reason = /^[ \t>*`]*CANNOT_FIX[*`]*:?[*`]*[ \t]*([\s\S]+)/m.exec(prose)?.[1];
  const places = askedPlaces(prose.split('\n'));
  if (reason && edits.length > 0)
    throw new Error('The answer holds edits and says CANNOT_FIX; it must be one of them.');
  if (places.length > 0 && (reason || edits.length > 0))
    throw new Error('The answer asks to see more and gives a result; it must be one of them.');
  if (places.length > 0) return { kind: 'show', places };
  if (reason) return { kind: 'cannot-fix', reason: shortened(reason.replace(/(?<![`*\s])[`*\s]+$/, '')) };
  if (edits.length === 0) throw new Error('The answer holds neither a SEARCH/REPLACE block nor CANNOT_FIX nor SHOW.');
  return { kind: 'edits', edits, idea: shortened(prose) };
}

/** Null when the answer is not a JSON object. Throws on a malformed one. */
function jsonAnswer(text: string): RepairAnswer | null {
  const bare = text
    .trim()
    .replace(/^```(?:json)?[ \t]*\n([\s\S]*)\n```$/, (_, inner: string) => inner)
    .trim();
  if (!bare.startsWith('{') || !bare.endsWith('}')) return null;
  const answer = Json.parse(JSON.parse(bare));
  if ('cannot_fix' in answer) return { kind: 'cannot-fix', reason: shortened(answer.cannot_fix) };
  if ('show' in answer) return { kind: 'show', places: askedPlaces(answer.show.map(place => `SHOW: ${place}`)) };
  const edits = answer.edits.map(edit => ({ ...edit, path: cleanPath(edit.path) }));
  return { kind: 'edits', edits, idea: shortened(answer.rationale) };
}

const opening = /^\s{0,3}<{5,9}\s*SEARCH\b(?:.*?\bline\s+(\d+))?/i;
const divider = /^\s{0,3}={5,9}\s*$/;
const closing = /^\s{0,3}>{5,9}\s*REPLACE\b/i;

/** Blocks, and what is said around them. The path is the last line before a block that looks like one. */
function blocksIn(text: string): { edits: Edit[]; prose: string } {
  const lines = text.split(/\r?\n/);
  const edits: Edit[] = [];
  const prose: string[] = [];
  let path: string | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const open = opening.exec(line);
    if (!open) {
      const named = pathIn(line);
      path = named ?? path;
      if (!named && !isFence(line)) prose.push(line);
      continue;
    }
    const block = blockAt(lines, at);
    if (path === null) throw new Error('A SEARCH/REPLACE block does not say which file it is for.');
    edits.push({ path, search: block.search, replace: block.replace, line: open[1] ? Number(open[1]) : null });
    at = block.end;
  }
  return { edits, prose: prose.join('\n') };
}

function blockAt(lines: readonly string[], start: number): { search: string; replace: string; end: number } {
  const end = lines.findIndex((line, index) => index > start && closing.test(line));
  const middle = lines.findIndex((line, index) => index > start && divider.test(line));
  if (end < 0 || middle < 0 || middle > end)
    throw new Error('A SEARCH/REPLACE block is not closed: the answer is cut off or malformed.');
  const text = (from: number, to: number) =>
    lines
      .slice(from, to)
      .map(line => `${line}\n`)
      .join('');
  return { search: text(start + 1, middle), replace: text(middle + 1, end), end };
}

/** What may be written before a path, as the info string of a fence. */
const fenceNames = new RegExp(
  `^(?:${[...allLanguages.flatMap(({ words }) => words.fences), 'diff', 'text', 'toml', 'json', 'yaml'].join('|')})[\\s:]+`,
  'i',
);

/** `src/app.x`, "`src/app.x`", `**File: src/app.x**`, or a fence's info with the language before the path. */
function pathIn(line: string): string | null {
  if (isRequest(line)) return null;
  const fence = /^\s*(?:`{3,}|~{3,})(.*)/.exec(line);
  const said = (fence?.[1] ?? line).trim().replace(/^[#>\s]*(?:\*\*)?(?:file(?:name)?|path)?\s*:?\s*/i, '');
  const bare = said.replace(fenceNames, '').replace(/^[`*"']+|(?<![`*"':])[`*"':]+$/g, '');
  return /^[^\s<>|*?"`]+\.\w{1,8}$/.test(bare) ? cleanPath(bare) : null;
}

function cleanPath(path: string): string {
  return path.trim().replace(/^(?:\.\/)+/, '');
}

function isFence(line: string): boolean {
  return /^\s*(?:`{3,}|~{3,})/.test(line);
}

function shortened(text: string): string {
  const whole = text.trim().replace(/\n{3,}/g, '\n\n');
  return firstCharacters(whole, longestIdea);
}
