// Runs the failing command on the failing tree until it is clear whether CI's failures occur here, and in every run.
import type { Failure } from '../../incident/evidence.ts';
import type { Environment, Recipe } from '../../incident/reproduction.ts';
import type { Stop } from '../../incident/stop.ts';
import { languages } from '../../languages/languages.ts';
import type { Finished, Sandbox, Tree, Workspace } from '../../ports.ts';
import { runSuite, runTests, type TimeLimits } from '../../suite/run-tests.ts';
import type { SuiteRun, TimedRun } from '../../suite/suite-run.ts';
import { lastLinesInBytes } from '../../text/truncation.ts';
import { baseline } from './baseline.ts';
import { nothingCollected, notRepaired, notReproduced, suiteTimedOut } from './details.ts';
import { limitsAfter, longestRun } from './pace.ts';
import { type SameFailure, sameFailures } from './same-failure.ts';
import { rerunSiblings } from './siblings.ts';
import { byStability, isByOrder, withoutFailure } from './stability.ts';

const outputBytes = 16 * 1024;

/** What all runs share. Each opens a fresh workspace. */
export interface RebuiltJob {
  readonly sandbox: Sandbox;
  readonly tree: Tree;
  readonly environment: Environment;
  readonly recipe: Recipe;
  /** The failing command once, with network; null when that was on another tree. */
  readonly firstRun: Finished | null;
}

export type Observed =
  | ({ kind: 'stop' } & Stop)
  | {
      kind: 'reproduced';
      targets: readonly SameFailure[];
      /** About CI's other failures. */
      notes: readonly string[];
      first: TimedRun;
      suiteRuns: readonly SuiteRun[];
      output: string;
    };

/** Runs the failing command until it is clear whether CI's failures occur here, and in every run. */
export async function observe(job: RebuiltJob, inCi: readonly Failure[]): Promise<Observed> {
  const { directory } = job.recipe.test;
  const first = await runFullSuite(job, { seconds: longestRun });
  if (first.finished.end === 'timed-out') return { kind: 'stop', code: 'timed-out', detail: suiteTimedOut(first) };
  if (first.void === null && first.outcomes.size === 0)
    return { kind: 'stop', code: 'no-tests', detail: nothingCollected(first) };
  const limits = limitsAfter(first);
  const found = distinct(sameFailures(inCi, first, directory));
  if (found.length === 0) {
    const offline = [first, ...(await runTwice(job, limits))];
    const online = job.firstRun && failuresShown(job.firstRun, job.recipe);
    return { kind: 'stop', ...withoutFailure(inCi, { offline, online }, directory) };
  }
  // Alone and in fresh containers: a second run in the same container finds fewer flaky tests (TECHNIQUES: 23%).
  const runAlone = (ids: readonly string[]) => runOnly(job, ids, limits);
  const ids = idsOf(found);
  const alone = [await runAlone(ids), await runAlone(ids), await runAlone(ids)];
  const early = byStability(found, { suite: [first], alone });
  const [unstable] = early.excluded;
  if (early.stable.length === 0 && unstable) return await stopUnstable(job, found, { first, alone, limits, unstable });
  const suite = [first, await runFullSuite(job, limits)];
  if (baseline(suite).flaky.length > 0) suite.push(await runFullSuite(job, limits));
  const { stable: targets, excluded, notes: reruns } = await rerunSiblings(found, { suite, alone }, runAlone);
  if (targets.length === 0 && excluded[0]) return { kind: 'stop', ...excluded[0] };
  const missing = inCi.filter(failure => !found.some(target => target.inCi.testId === failure.testId));
  const notes = [
    ...notReproduced(missing.map(({ testId }) => testId)),
    ...excluded.map(({ detail }) => notRepaired(detail)),
    ...reruns,
  ];
  const output = lastLinesInBytes(first.finished.output, outputBytes);
  return { kind: 'reproduced', targets, notes, first, suiteRuns: suite, output };
}

/** What the first run printed, read as CI's log was: tools make their environments in it, so the hook is not everywhere yet. */
function failuresShown({ output }: Finished, { language }: Recipe): Pick<SuiteRun, 'void' | 'failures'> {
  return { void: null, failures: languages[language].log.failures(output.split('\n'), []) };
}

export function idsOf(failures: readonly SameFailure[]): readonly string[] {
  return failures.map(({ here }) => here.testId);
}

interface EarlyRuns {
  readonly first: TimedRun;
  readonly alone: readonly SuiteRun[];
  readonly limits: TimeLimits;
  readonly unstable: Stop;
}

/** One run of the suite does not tell chance from order: two more do. */
async function stopUnstable(
  job: RebuiltJob,
  found: readonly SameFailure[],
  { first, alone, limits, unstable }: EarlyRuns,
): Promise<Observed> {
  const isUnclear = found.some(failure => isByOrder(failure, { suite: [first], alone }));
  if (!isUnclear) return { kind: 'stop', ...unstable };
  const suite = [first, ...(await runTwice(job, limits))];
  return { kind: 'stop', ...(byStability(found, { suite, alone }).excluded[0] ?? unstable) };
}

async function runTwice(job: RebuiltJob, limits: TimeLimits): Promise<readonly TimedRun[]> {
  return [await runFullSuite(job, limits), await runFullSuite(job, limits)];
}

function runFullSuite(job: RebuiltJob, limits: TimeLimits): Promise<TimedRun> {
  return inFreshWorkspace(job, workspace => runSuite(workspace, job.recipe, limits));
}

export function runOnly(job: RebuiltJob, ids: readonly string[], limits: TimeLimits): Promise<SuiteRun> {
  return inFreshWorkspace(job, workspace => runTests(workspace, job.recipe, { ids, ...limits }));
}

export async function inFreshWorkspace<T>(
  { sandbox, tree, environment }: RebuiltJob,
  work: (at: Workspace) => Promise<T>,
): Promise<T> {
  await using workspace = await sandbox.open(tree, environment);
  return await work(workspace);
}

/** A test may fail twice in one run (call and teardown), and an id from CI may match several variants: keep each test once. */
function distinct(found: readonly SameFailure[]): readonly SameFailure[] {
  return [...new Map([...found].reverse().map(same => [same.here.testId, same])).values()].reverse();
}
