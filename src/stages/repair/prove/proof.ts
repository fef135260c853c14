// The proof table and its caveats: what was run, before and after, in words and counts.
import type { Guarded } from '../../../incident/incident.ts';
import type { Proof } from '../../../incident/patch.ts';
import type { Reached } from '../../../incident/reached.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import { holds } from '../gates/outcomes.ts';
import { firstSeenRed, guardRefusal } from '../gates/verdict.ts';
import type { Coverage } from './coverage.ts';
import type { Comparison } from './neighbours.ts';
import { reachedText } from './newly-reached.ts';
import type { Minimisation } from './patch-minimisation.ts';
import { proofRunsOf } from './proof-runs.ts';
import type { Verification } from './verification.ts';

const mostNames = 5;

/** What was tested: hashes of the failing tree and of the tree that the verification ran on, and what is known of the change's parts. */
export interface Tested {
  readonly before: string;
  readonly after: string;
  /** Null when the change is all one part. */
  readonly needed: TestedMinimisation | null;
  /** The alternative regression test on the repaired tree; null when there is none. */
  readonly second: SuiteRun | null;
  /** Null when it could not be measured. */
  readonly coverage: Coverage | null;
  /** What the changed code reaches that the failing tests ended before. */
  readonly foreseen: readonly Reached[];
  /** What it did in the tests that a person has to approve. */
  readonly declared: readonly Reached[];
  readonly beside: Comparison;
}

/** `isReduced`: what is not needed is no part of the tested tree. */
export type TestedMinimisation = Minimisation & { readonly isReduced: boolean };

export function proofOf(verification: Verification, incident: Guarded, tested: Tested): Proof {
  const { guard, reproduction } = incident;
  const { targets, baseline, environment, recipe } = reproduction;
  const rows = [
    {
      what: 'regression test',
      command: guard.command,
      before: `failed ${guard.redRuns} of ${guard.redRuns} (${guard.failure.errorType ?? 'error'})`,
      after: `passed ${verification.guard.length} of ${verification.guard.length}`,
    },
    {
      what: targets.length === 1 ? 'failing test' : `${targets.length} failing tests`,
      command: verification.targets[0]?.command ?? recipe.test.text,
      before: `failed every time (${[...new Set(targets.map(target => target.errorType ?? 'error'))].join(', ')})`,
      after: `passed ${verification.targets.length} of ${verification.targets.length}`,
    },
    {
      what: 'whole suite',
      command: verification.suite?.command ?? recipe.test.text,
      before: counts({
        passed: baseline.passing.length,
        failed: baseline.failing.length,
        flaky: baseline.flaky.length,
        skipped: baseline.skipped.length,
      }),
      after: verification.suite ? counts(outcomeCounts(verification.suite)) : 'not run',
    },
    ...countRow(verification.listed),
    ...canaryRow(verification, guard.command),
    ...(tested.needed ? neededRow(tested.needed) : []),
    ...(tested.coverage ? [coverageRow(guard.command, tested.coverage)] : []),
    ...neighboursRow(tested.beside),
  ];
  const trees = { treeBefore: tested.before, treeAfter: tested.after };
  return {
    imageDigest: environment.digest,
    ...trees,
    rows,
    runs: proofRunsOf(verification),
    ...(tested.beside.neighbours ? { neighbours: tested.beside.neighbours } : {}),
    doubts: [
      ...secondDoubt(tested.second, guard),
      ...named('The changed code goes on to what the failing tests did not reach', tested.foreseen.map(reachedText)),
      ...named('The changed code did in the tests what its file did not do before', tested.declared.map(reachedText)),
      ...ownDoubts(verification, incident),
      ...neighboursDoubt(tested.beside),
    ],
  };
}

function countRow(listed: Verification['listed']): Proof['rows'] {
  if (!listed?.ids) return [];
  const what = 'the tests of the suite, listed by a second process that runs none';
  return [{ what, command: listed.command, before: '', after: `${listed.ids.size}, as reported` }];
}

/** Shown as what it showed: it counts for the repair that it is red. */
function canaryRow({ canary }: Verification, command: string): Proof['rows'] {
  if (canary === null) return [];
  const [failure] = canary.failures;
  const what = 'regression test with its expectations turned';
  return [{ what, command, before: '', after: `failed, as it must (${failure?.errorType ?? 'error'})` }];
}

function neighboursRow({ neighbours, command }: Comparison): Proof['rows'] {
  if (!neighbours) return [];
  const { compared, before, after } = neighbours;
  const what = `calls with values beside the failing tests' own, as on the last green commit`;
  return [{ what, command, before: `${before} of ${compared}`, after: `${after} of ${compared}` }];
}

function neighboursDoubt({ hasOwnValues, neighbours }: Comparison): string[] {
  if (hasOwnValues || neighbours) return [];
  return [
    'The regression test has no values but those of the failing tests, and calls with other values could not be compared with the last green commit.',
  ];
}

function secondDoubt(run: SuiteRun | null, guard: Guarded['guard']): string[] {
  const { spare: alternative } = guard;
  if (!run || !alternative || !guardRefusal(run, { ...guard, ...alternative })) return [];
  return [
    'An alternative regression test failed for the same reason and still fails with this change: it is too strict, or the change does too little.',
  ];
}

/** Dropped parts no longer count; where none was dropped and some are not needed here, the rest of the suite needs them. */
function neededRow({ needed, parts, isReduced, command }: TestedMinimisation): Proof['rows'] {
  const all = isReduced ? needed : parts;
  if (all < 2 || needed === 0) return [];
  const what =
    needed === all ? `each of the ${all} changes` : `${needed} of the ${all} changes; other tests need the rest`;
  return [{ what, command, before: `fails again without it, ${needed} of ${needed}`, after: 'passes with all' }];
}

/** Pre-existing failures that could not be seen before, or were seen by chance only. */
function ownDoubts({ suite, listed, failingOnBase }: Verification, incident: Guarded): string[] {
  const firstSeen = suite ? firstSeenRed(suite, incident) : [];
  const { path, testId } = incident.guard;
  return [
    ...(suite && !holds(suite, testId)
      ? [`The command that failed in CI does not run the regression test, ${path}.`]
      : []),
    ...(listed?.ids === null
      ? ['A second process could not list the tests, so their number rests on the report of the run alone.']
      : []),
    ...named('Could not be collected before, and fail now', firstSeen),
    ...named('Passed in the baseline, but also fail without this change when rerun', failingOnBase),
  ];
}

function named(words: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > mostNames ? ` and ${ids.length - mostNames} more` : '';
  return [`${words}: ${ids.slice(0, mostNames).join(', ')}${more}.`];
}

function coverageRow(command: string, { changed, ran }: Coverage): Proof['rows'][number] {
  return { what: 'changed lines covered by the regression test', command, before: '', after: `${ran} of ${changed}` };
}

function outcomeCounts(run: SuiteRun): Record<string, number> {
  const all = [...run.outcomes.values()];
  const count = (...outcomes: string[]) => all.filter(outcome => outcomes.includes(outcome)).length;
  return {
    passed: count('passed'),
    failed: count('failed', 'error'),
    skipped: count('skipped'),
    'expected to fail': count('xfailed', 'xpassed'),
  };
}

/** "27 passed, 1 failed": passed always, the rest when there is any. */
function counts(numbers: Record<string, number>): string {
  return Object.entries(numbers)
    .filter(([word, number]) => number > 0 || word === 'passed')
    .map(([word, number]) => `${number} ${word}`)
    .join(', ');
}
