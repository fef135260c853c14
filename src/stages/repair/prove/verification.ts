// Tests a patched tree, cheapest check first: syntax, regression test, failing tests, full suite. Ends at the first refusal.
import type { Judged } from '../../../incident/incident.ts';
import { languageOfJob } from '../../../languages/languages.ts';
import type { Sandbox, Tree, Workspace } from '../../../ports.ts';
import { type Listed, listTests, runCovered, runSuite, runTests } from '../../../suite/run-tests.ts';
import type { Spectrum } from '../../../suite/spectrum.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import { holds, idsToRun } from '../gates/outcomes.ts';
import {
  canaryRefusal,
  countRefusal,
  guardRefusal,
  type Refused,
  suiteRefusal,
  targetsRefusal,
} from '../gates/verdict.ts';
import { reasons } from '../reasons.ts';
import { guardFile } from './changes.ts';
import { alsoFailingOnBase } from './rerun-on-base.ts';
import { suiteSeconds } from './suite-seconds.ts';
import { syntaxRefusal } from './syntax-check.ts';

/**
 * Green five of five, the last one with coverage, one of them inside the whole suite when the failing command runs it. Five clean
 * runs bound a flake below 45 % (at 95 %). Of the failing tests' runs the last one is with coverage too.
 */
const guardRuns = 5;
const targetRuns = 3;
export const guardSeconds = 60;
/** A tracer makes a test several times slower. */
const coveredSeconds = 180;

/** Every run that was made, in order; `suite` is null when it did not come to that. */
export interface Verification {
  readonly refused: Refused | null;
  readonly guard: readonly SuiteRun[];
  readonly targets: readonly SuiteRun[];
  readonly suite: SuiteRun | null;
  /** The tests as a second process lists them, which runs none; null when it did not come to that. */
  readonly listed: Listed | null;
  /** The regression test with its expectations turned; null when it did not come to that. */
  readonly canary: SuiteRun | null;
  /** Tests that failed in the suite for the first time, and fail without the change as well. */
  readonly failingOnBase: readonly string[];
  /** The lines that the regression test ran; null when it did not come to that, or they could not be read. */
  readonly spectrum: Spectrum | null;
  /** The same of CI's failing tests. */
  readonly targetSpectrum: Spectrum | null;
}

/** What a verification is made with; `changed` are the paths that the edits touch, `failing` the tree without them. */
export interface VerificationSetup {
  readonly sandbox: Sandbox;
  readonly failing: Tree;
  readonly changed: readonly string[];
}

/**
 * `tested` holds the guard and the edits. Chosen tests and whole suite each get a fresh workspace; runs that only guard
 * against luck come last, when everything else is green, and of these the slow one with coverage.
 */
export async function verify(
  tested: Tree,
  incident: Judged,
  { sandbox, failing, changed }: VerificationSetup,
): Promise<Verification> {
  const { recipe, environment, baseline } = incident.reproduction;
  const runs: Runs = {
    guard: [],
    targets: [],
    suite: null,
    listed: null,
    canary: null,
    failingOnBase: [],
    spectrum: null,
    targetSpectrum: null,
  };
  await using chosen = await sandbox.open(tested, environment);
  const interpreter = { test: recipe.test, language: languageOfJob(incident.evidence) };
  const first = (await syntaxRefusal(chosen, changed, interpreter)) ?? (await firstRuns(chosen, incident, runs));
  if (first) return { ...runs, refused: first };

  await using whole = await sandbox.open(tested, environment);
  const suite = await runSuite(whole, recipe, { seconds: suiteSeconds(baseline.seconds) });
  runs.suite = suite;
  if (holds(suite, incident.guard.testId)) runs.guard.push(suite);
  runs.failingOnBase = await alsoFailingOnBase(suite, incident, { sandbox, failing });
  let refused =
    suiteRefusal(suite, incident, runs.failingOnBase) ?? (await countAgain(chosen, incident, { runs, suite }));
  while (!refused && runs.guard.length < guardRuns - 1) refused = await runGuard(chosen, incident, runs);
  while (!refused && runs.targets.length < targetRuns - 1) refused = await runTargets(chosen, incident, runs);
  refused ??= await runCanary(tested, incident, { sandbox, runs });
  if (refused || (await areGreenWhenTraced(chosen, incident, runs))) return { ...runs, refused };
  // The tracer may have made them red, and a run that was killed leaves no workspace to go on in.
  await using untraced = await sandbox.open(tested, environment);
  if (runs.guard.length < guardRuns) refused = await runGuard(untraced, incident, runs);
  if (!refused && runs.targets.length < targetRuns) refused = await runTargets(untraced, incident, runs);
  return { ...runs, refused };
}

interface Runs {
  guard: SuiteRun[];
  targets: SuiteRun[];
  suite: SuiteRun | null;
  listed: Listed | null;
  canary: SuiteRun | null;
  failingOnBase: readonly string[];
  spectrum: Spectrum | null;
  targetSpectrum: Spectrum | null;
}

/** If the guard is red, CI's own failing tests decide what that means: they are the oracle, the guard is additional evidence. */
async function firstRuns(workspace: Workspace, incident: Judged, runs: Runs): Promise<Refused | null> {
  const guard = await runGuard(workspace, incident, runs);
  if (guard !== null && guard.gate !== 'guard-red') return guard;
  const targets = await runTargets(workspace, incident, runs);
  if (guard === null || targets !== null) return guard ?? targets;
  return { ...guard, gate: 'only-guard-red', reason: reasons.onlyGuardRed(guard.reason) };
}

async function runGuard(workspace: Workspace, { guard, reproduction }: Judged, runs: Runs): Promise<Refused | null> {
  const tests = { ids: [guard.path], seconds: guardSeconds };
  const run = await runTests(workspace, reproduction.recipe, tests);
  runs.guard.push(run);
  return guardRefusal(run, guard);
}

async function countAgain(
  workspace: Workspace,
  { reproduction }: Judged,
  { runs, suite }: { runs: Runs; suite: SuiteRun },
): Promise<Refused | null> {
  const { recipe, baseline } = reproduction;
  runs.listed = await listTests(workspace, recipe, { seconds: suiteSeconds(baseline.seconds) });
  return runs.listed.ids && countRefusal(suite, runs.listed.ids);
}

/** In the place of the regression test, so that nothing tells the one from the other but what it expects. */
async function runCanary(
  tested: Tree,
  { guard, evidence, reproduction }: Judged,
  { sandbox, runs }: { sandbox: Sandbox; runs: Runs },
): Promise<Refused | null> {
  const content = languageOfJob(evidence).rules.guard.canary(guard.source);
  const tree = await tested.with([{ ...guardFile(guard), content }]);
  await using workspace = await sandbox.open(tree, reproduction.environment);
  const tests = { ids: [guard.path], seconds: guardSeconds };
  runs.canary = await runTests(workspace, reproduction.recipe, tests);
  return canaryRefusal(runs.canary, guard);
}

/** The last run of each, with coverage; one that is red counts neither as a run nor as coverage. */
async function areGreenWhenTraced(workspace: Workspace, incident: Judged, runs: Runs): Promise<boolean> {
  const { guard, reproduction } = incident;
  const { recipe, targets, baseline } = reproduction;
  const own = await runCovered(workspace, recipe, { ids: [guard.path], seconds: coveredSeconds });
  if (guardRefusal(own.run, guard)) return false;
  runs.guard.push(own.run);
  runs.spectrum = own.spectrum;
  const seconds = Math.max(coveredSeconds, suiteSeconds(baseline.seconds));
  const theirs = await runCovered(workspace, recipe, { ids: idsToRun(targets), seconds });
  if (targetsRefusal(theirs.run, targets)) return false;
  runs.targets.push(theirs.run);
  runs.targetSpectrum = theirs.spectrum;
  return true;
}

async function runTargets(workspace: Workspace, { reproduction }: Judged, runs: Runs): Promise<Refused | null> {
  const { recipe, targets, baseline } = reproduction;
  const tests = { ids: idsToRun(targets), seconds: suiteSeconds(baseline.seconds) };
  const run = await runTests(workspace, recipe, tests);
  runs.targets.push(run);
  return targetsRefusal(run, targets);
}
