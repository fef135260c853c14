// An oracle model: it knows the reference fix, and gives it only where the prompt shows what a reader would need to find
// it. So a run measures the line and its prompts, not a model.
import type { ScriptedAnswer } from '../../standins/gemini/answer.ts';
import type { AskedQuestion } from '../../standins/gemini/server.ts';
import { blockIn, containsLines, outlinesFile } from './prompt-contents.ts';
import type { Edit, ReferenceFix, TouchedFunction } from './reference-fix.ts';

/** Throws on an unknown question. */
export function oracleModel(
  reference: ReferenceFix,
  referenceTest: string,
): (question: AskedQuestion) => ScriptedAnswer {
  return ({ name, prompt }) => {
    if (name === 'diagnose') return { text: JSON.stringify(diagnosisFrom(prompt)) };
    if (name === 'guard') return { text: `\`\`\`python\n${referenceTest.trimEnd()}\n\`\`\`\n` };
    if (name === 'repair') return { text: repairFrom(prompt, reference) };
    throw new Error(`The oracle model has no answer to "${name}".`);
  };
}

/** What is missing from this prompt to find the fix, as sentences; empty when nothing is. */
export function missingFrom(prompt: string, { edits, deleted }: ReferenceFix): string[] {
  return [
    ...unseenEdits(prompt, { edits }).map(
      ({ path, search }) => `${path} is not shown where it says ${JSON.stringify(middleLine(search))}`,
    ),
    ...deleted.map(path => `${path} would have to be deleted`),
  ];
}

function unseenEdits(prompt: string, { edits }: Pick<ReferenceFix, 'edits'>): Edit[] {
  return edits.filter(edit => edit.search.length > 0 && !containsLines(prompt, edit.search));
}

/** The middle of a search is the part that the fix changes. */
function middleLine(lines: readonly string[]): string {
  return lines[Math.floor(lines.length / 2)]?.trim() ?? '';
}

/** The heading of what was shown after the last request that is allowed. */
const lastRound = '# What you asked to see (2 of 2)';
const mostPlaces = 4;

/**
 * Only what a reader of the prompt could ask for: files that it names, and in them functions that it mentions, those of a class by
 * both names. Where there is no function, the file; and once its outline was shown, the lines of the edit.
 */
function placesToAsk(prompt: string, reference: ReferenceFix): string[] {
  const mentions = (name: string) => new RegExp(`\\b${name}\\b`).test(prompt);
  const places = unseenEdits(prompt, reference)
    .filter(({ path }) => prompt.includes(path))
    .map(edit => {
      const around = functionAround(edit, reference);
      if (!around) return outlinesFile(prompt, edit.path) ? `${edit.path}:${edit.line}` : edit.path;
      if (!mentions(around.name)) return edit.path;
      const owner = around.className !== null && mentions(around.className) ? `${around.className}.` : '';
      return `${edit.path}:${owner}${around.name}`;
    });
  return [...new Set(places)].slice(0, mostPlaces);
}

/** The function that has most lines of an edit. */
function functionAround({ path, search }: Edit, { functions }: ReferenceFix): TouchedFunction | null {
  const wanted = search.filter(line => line.trim() !== '');
  const shared = (lines: readonly string[]) => wanted.filter(line => lines.includes(line)).length;
  const [best] = functions.filter(one => one.path === path).toSorted((a, b) => shared(b.lines) - shared(a.lines));
  return best && shared(best.lines) > 0 ? best : null;
}

function repairFrom(prompt: string, reference: ReferenceFix): string {
  const missing = missingFrom(prompt, reference);
  const places = missing.length > 0 && !prompt.includes(lastRound) ? placesToAsk(prompt, reference) : [];
  if (places.length > 0) return places.map(place => `SHOW: ${place}\n`).join('');
  if (missing.length > 0) return `CANNOT_FIX: The prompt does not show what has to change: ${missing.join('; ')}.\n`;
  const idea = 'The reference fix of this case.';
  if (reference.edits.some(looksLikeMarkers)) return jsonAnswer(reference.edits, idea);
  return [idea, ...reference.edits.map(blockOf)].join('\n\n');
}

/** Underlined headings look like the divider of a SEARCH/REPLACE block. */
function looksLikeMarkers({ search, replace }: Edit): boolean {
  return [...search, ...replace].some(line => /^\s{0,3}(<{5,9}|={5,9}|>{5,9})/.test(line));
}

function jsonAnswer(edits: readonly Edit[], rationale: string): string {
  const text = (lines: readonly string[]) => lines.map(line => `${line}\n`).join('');
  return JSON.stringify({
    rationale,
    edits: edits.map(({ path, search, replace }) => ({ path, search: text(search), replace: text(replace) })),
  });
}

function blockOf({ path, search, replace }: Edit): string {
  const lines = ['```', path, '<<<<<<< SEARCH', ...search, '=======', ...replace, '>>>>>>> REPLACE', '```'];
  return lines.join('\n');
}

/** Read from the prompt alone: the printed failure, the log, and the labels of the sources shown. */
export function diagnosisFrom(prompt: string) {
  const failures = blockIn(prompt, 'Failing tests') ?? '';
  const log = blockIn(prompt, 'Log of the failed step') ?? '';
  const location = suspectFrom(prompt, failures);
  return {
    cause: 'Read from the printed failures; the fix is not known yet.',
    errorType: errorTypeFrom(failures, log),
    ...location,
    class: 'code',
    evidence: quotesFrom(log),
    confidence: 0.9,
  };
}

const printedFailure = /^\S.*? \((?:collection|setup|call|teardown)\): (\w+)(?: at (.+?):(\d+):)?/gm;

function errorTypeFrom(failures: string, log: string): string {
  const printed = [...failures.matchAll(printedFailure)][0]?.[1];
  return printed ?? /\b(\w+(?:Error|Exception|Timeout))\b/.exec(log)?.[1] ?? 'unknown';
}

/** The printed location unless it is a test; else the first source shown that is not a test. */
function suspectFrom(prompt: string, failures: string): { file: string; line: number } {
  const locations = [...failures.matchAll(printedFailure)].map(([, , file, line]) => ({ file, line: Number(line) }));
  for (const { file, line } of locations) if (file && !isTest(file)) return { file, line };
  const shown = [...prompt.matchAll(/^# Source .*Its path:\n`{3,}\n(.+)\n`{3,}\nIts text:\n`{3,}\n *(\d+)/gm)].map(
    ([, file = '', line]) => ({
      file,
      line: Number(line),
    }),
  );
  const source = shown.find(({ file }) => !isTest(file)) ?? shown[0];
  return source ?? { file: locations[0]?.file ?? 'unknown', line: locations[0]?.line || 1 };
}

function isTest(path: string): boolean {
  return /(^|\/)(tests?\/|test_[^/]*$|conftest\.py$|[^/]*_test\.py$)/.test(path);
}

/** pytest's own error lines; else the last line of the log. */
function quotesFrom(log: string): string[] {
  const lines = log.split('\n').filter(line => line.trim().length >= 4);
  const errors = lines.filter(line => /^E\s+\S{4}/.test(line));
  return (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-1)).map(line => line.trim());
}
