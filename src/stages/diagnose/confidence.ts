// The confidence in a diagnosis, computed from verifiable checks. The model's own confidence can only lower it: a model that
// always answers 1.0 conveys nothing.

import type { Diagnosis } from '../../incident/diagnosis.ts';
import type { Evidence } from '../../incident/evidence.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import { languageOf } from '../../languages/languages.ts';
import type { Answer } from './question.ts';
import { pathInTree } from './tree-paths.ts';

/** Below this a repair would be a guess. */
export const MIN_CONFIDENCE = 0.3;

/** What an answer is checked against. */
export interface Known {
  readonly evidence: Evidence;
  /** Paths of the commit's files. */
  readonly paths: ReadonlySet<string>;
  /** The answer's file in the tree; null if it does not exist. */
  readonly file: string | null;
  /** Number of lines of that file; null if it is not a text file. */
  readonly lineCount: number | null;
  /** Files that the failing tests import. */
  readonly imported: ReadonlySet<string>;
  /** `twice` if the first answer had to be corrected. */
  readonly asked: 'once' | 'twice';
}

export interface Assessment {
  readonly confidence: number;
  readonly checks: Diagnosis['checks'];
}

/**
 * The weights add up to 1. Links to this failure (error type, trace) weigh most. Any answer can name an existing file and
 * line by luck, so those checks alone must stay below `MIN_CONFIDENCE`.
 */
const WEIGHTS = { file: 0.1, line: 0.05, readable: 0.05, errorType: 0.3, quotes: 0.2, linked: 0.3 };
/** Without a file there is nothing to repair, whatever the other checks say. */
const WITHOUT_FILE = 0.2;
/** An answer that had to be corrected is trusted less. */
const SECOND_ANSWER = 0.8;

export function assess(answer: Answer, known: Known): Assessment {
  const checks = [
    check('file', 'names a file that exists at this commit', known.file !== null),
    check('line', 'names a line of that file', known.lineCount !== null && answer.line <= known.lineCount),
    check('readable', 'the log names a failing test', known.evidence.failures.length > 0),
    check('errorType', 'the error type is the one in the log', errorTypeAgrees(answer.errorType, known.evidence)),
    check(
      'quotes',
      'every quoted line is in the log',
      answer.evidence.length > 0 && strayQuotes(answer, known.evidence).length === 0,
    ),
    check('linked', 'the file is on the trace or imported by a failing test', isLinked(known)),
  ];
  const computed = checks.reduce((sum, { holds, weight }) => sum + (holds ? weight : 0), 0);
  const capped = known.file === null ? Math.min(computed, WITHOUT_FILE) : computed;
  const trusted = known.asked === 'twice' ? capped * SECOND_ANSWER : capped;
  const confidence = Math.round(Math.min(trusted, answer.confidence) * 100) / 100;
  return { confidence, checks: checks.map(({ claim, holds }) => ({ claim, holds })) };
}

function check(name: keyof typeof WEIGHTS, claim: string, holds: boolean) {
  return { claim, holds, weight: WEIGHTS[name] };
}

/** Quoted lines that are not in the log, ignoring whitespace; each line of a multi-line quote is checked on its own. */
export function strayQuotes({ evidence: quotes }: Answer, { digest, failures }: Evidence): string[] {
  const log = [digest, ...failures.map(failure => failure.message)].join('\n').split('\n').map(plain);
  return quotes
    .flatMap(quote => quote.split('\n'))
    .filter(quote => plain(quote) !== '')
    .filter(quote => plain(quote).length < 4 || !log.some(line => line.includes(plain(quote))));
}

function plain(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}

function errorTypeAgrees(claimed: string, { failures, digest }: Evidence): boolean {
  const name = claimed.trim().split('.').at(-1) ?? '';
  if (!/^[A-Za-z_]\w{2,100}$/.test(name)) return false;
  if (failures.some(failure => failure.errorType === name)) return true;
  return /^[A-Z]/.test(name) && new RegExp(`\\b${name}\\b`).test(digest);
}

/** On a trace, imported by a failing test, or its namesake. */
function isLinked({ evidence: { failures }, file, paths, imported }: Known): boolean {
  if (file === null) return false;
  if (imported.has(file)) return true;
  return failures.some(failure => {
    const test = fileOfTest(failure.testId);
    const frames = failure.frames.filter(frame => frame.inRepository).map(frame => frame.file);
    return isNamesake(file, test) || [test, ...frames].some(other => pathInTree(other, paths) === file);
  });
}

function isNamesake(file: string, test: string): boolean {
  return (
    languageOf(test)
      ?.source.namesakes(test, new Set([file]))
      .includes(file) ?? false
  );
}
