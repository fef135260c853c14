// How tests ended in a run, looked up by what names them: a test, a class, a file, or a support file, which stands for its folder.
import type { Failure } from '../../../incident/evidence.ts';
import { isPartOf, isTest, scopesOf } from '../../../incident/test-id.ts';
import { languageOf } from '../../../languages/languages.ts';
import type { SuiteRun, TestOutcome } from '../../../suite/suite-run.ts';

/**
 * Passed: not skipped, expected to fail, or missing. An id that is a file which could not be collected stands for every test in
 * it (of a support file: below its folder), for CI saw none of them: all must pass, since an import that is made to work by a stub fails
 * in its tests. Only what the files' own marks skip or expect to fail does not count.
 */
export function passes(run: SuiteRun, testId: string): boolean {
  const own = outcomesOf(run, testId);
  const binding = isTest(testId) ? own : own.filter(outcome => !isMarked(outcome));
  return binding.length > 0 && binding.every(outcome => outcome === 'passed');
}

/** Whether the test ran at all. */
export function holds(run: SuiteRun, testId: string): boolean {
  return outcomesOf(run, testId).length > 0;
}

export function outcomesOf(run: SuiteRun, testId: string): readonly TestOutcome[] {
  const folder = supportedFolder(testId);
  if (folder === null) return outcomesByScope(run).get(testId) ?? [];
  return [...run.outcomes].flatMap(([id, outcome]) => (id.startsWith(folder) ? [outcome] : []));
}

/** Made once a run: hundreds of targets are looked up among tens of thousands of outcomes. */
const indexes = new WeakMap<SuiteRun['outcomes'], Map<string, TestOutcome[]>>();

/** Outcomes by the test's own id, and by those of its classes and its file. */
function outcomesByScope({ outcomes }: SuiteRun): ReadonlyMap<string, readonly TestOutcome[]> {
  const known = indexes.get(outcomes);
  if (known) return known;
  const index = new Map<string, TestOutcome[]>();
  for (const [id, outcome] of outcomes) {
    for (const scope of [...scopesOf(id), id]) {
      const inScope = index.get(scope);
      if (inScope) inScope.push(outcome);
      else index.set(scope, [outcome]);
    }
  }
  indexes.set(outcomes, index);
  return index;
}

/** Many ids against many: those that can only be equal or begin are looked up. */
export function isPartOfAny(known: readonly string[]): (id: string) => boolean {
  const ids = new Set(known);
  const folders = known.flatMap(testId => supportedFolder(testId) ?? []);
  return id =>
    ids.has(id) || scopesOf(id).some(scope => ids.has(scope)) || folders.some(folder => id.startsWith(folder));
}

/** What to run to see the test: for a support file everything in its folder. */
export function idsToRun(targets: readonly Failure[]): string[] {
  const ids = targets.map(({ testId }) => supportedFolder(testId)?.replace(/\/$/, '') ?? testId);
  // At the root it is for the whole suite, which needs no naming.
  return ids.includes('') ? [] : ids;
}

export function isPartOfTarget(id: string, testId: string): boolean {
  const folder = supportedFolder(testId);
  return folder === null ? isPartOf(id, testId) : id.startsWith(folder);
}

/** The folder, ending with a slash unless it is the root, whose tests all load this file; null for a test or another file. */
function supportedFolder(testId: string): string | null {
  const isSupport = languageOf(testId)?.source.isFolderSupport(testId) ?? false;
  return isSupport ? testId.slice(0, testId.lastIndexOf('/') + 1) : null;
}

/** By a mark in the test file, which no repair may change. */
function isMarked(outcome: TestOutcome): boolean {
  return outcome === 'skipped' || outcome === 'xfailed' || outcome === 'xpassed';
}

export function isRed(outcome: TestOutcome): boolean {
  return outcome === 'failed' || outcome === 'error';
}
