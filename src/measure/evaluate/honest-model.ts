// A scripted model that is honest about what it was shown: it knows the gold answers, and gives one only where the prompt
// holds what one would have had to read to find it.
import type { ScriptedAnswer } from '../../standins/gemini/answer.ts';
import type { AskedQuestion } from '../../standins/gemini/server.ts';
import type { Edit, Gold } from './gold.ts';
import { blockIn, standsIn } from './shown.ts';

/** Throws on a question it has never heard of. */
export function honestModel(gold: Gold, goldTest: string): (question: AskedQuestion) => ScriptedAnswer {
  return ({ name, prompt }) => {
    if (name === 'diagnose') return { text: JSON.stringify(diagnosisFrom(prompt)) };
    if (name === 'guard') return { text: `\`\`\`python\n${goldTest.trimEnd()}\n\`\`\`\n` };
    if (name === 'repair') return { text: repairFrom(prompt, gold) };
    throw new Error(`The scripted model of an evaluation has no answer to "${name}".`);
  };
}

/** What keeps the fix from being found in this prompt, as sentences; empty when nothing does. */
export function missingFrom(prompt: string, { edits, deleted }: Gold): string[] {
  const unseen = edits.filter(edit => edit.search.length > 0 && !standsIn(prompt, edit.search));
  return [
    ...unseen.map(({ path, search }) => `${path} is not shown where it says ${JSON.stringify(mostTelling(search))}`),
    ...deleted.map(path => `${path} would have to be deleted`),
  ];
}

/** The middle of a search is what the fix changes. */
function mostTelling(lines: readonly string[]): string {
  return lines[Math.floor(lines.length / 2)]?.trim() ?? '';
}

function repairFrom(prompt: string, gold: Gold): string {
  const missing = missingFrom(prompt, gold);
  if (missing.length > 0) return `CANNOT_FIX: I was not shown what I would change: ${missing.join('; ')}.\n`;
  const idea = 'The gold patch of this case.';
  if (gold.edits.some(looksLikeMarkers)) return jsonAnswer(gold.edits, idea);
  return [idea, ...gold.edits.map(blockOf)].join('\n\n');
}

/** Underlined headings look like the divider of a block. */
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

/** From the material only: the printed failure, the log, and the labels of the shown sources. */
export function diagnosisFrom(prompt: string) {
  const failures = blockIn(prompt, 'Failing tests') ?? '';
  const log = blockIn(prompt, 'Log of the failed step') ?? '';
  const place = suspectFrom(prompt, failures);
  return {
    cause: 'Read from the failing tests as printed; the fix is not known yet.',
    errorType: errorTypeFrom(failures, log),
    ...place,
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

/** The printed place where it is no test; else the first shown source that is none. */
function suspectFrom(prompt: string, failures: string): { file: string; line: number } {
  const places = [...failures.matchAll(printedFailure)].map(([, , file, line]) => ({ file, line: Number(line) }));
  for (const { file, line } of places) if (file && !isTest(file)) return { file, line };
  const shown = [...prompt.matchAll(/^Source of "(.+)":\n`{3,}\n *(\d+)/gm)].map(([, file = '', line]) => ({
    file,
    line: Number(line),
  }));
  const source = shown.find(({ file }) => !isTest(file)) ?? shown[0];
  return source ?? { file: places[0]?.file ?? 'unknown', line: places[0]?.line || 1 };
}

function isTest(path: string): boolean {
  return /(^|\/)(tests?\/|test_[^/]*$|conftest\.py$|[^/]*_test\.py$)/.test(path);
}

/** pytest's own lines about the error; else the last line of the log. */
function quotesFrom(log: string): string[] {
  const lines = log.split('\n').filter(line => line.trim().length >= 4);
  const telling = lines.filter(line => /^E\s+\S{4}/.test(line));
  return (telling.length > 0 ? telling.slice(0, 3) : lines.slice(-1)).map(line => line.trim());
}
