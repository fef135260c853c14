// reproduced → guarded: writes a regression test, a new test that fails on the failing tree for the same reason as CI.

import { askTwice } from '../../context/ask.ts';
import { sourceContext } from '../../context/source-context.ts';
import type { RedTest } from '../../incident/guard.ts';
import type { Guarded, Reproduced } from '../../incident/incident.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import { unreadable } from '../../languages/readable.ts';
import type { Ports } from '../../ports.ts';
import { hangsOf } from '../../suite/known-hangs.ts';
import { runTests } from '../../suite/run-tests.ts';
import type { SuiteRun, TimedRun } from '../../suite/suite-run.ts';
import { lastLines } from '../../text/truncation.ts';
import type { Candidate } from './candidates.ts';
import { passesOnNonsense } from './passes-on-nonsense.ts';
import { guardQuestion, type Refusal } from './question.ts';
import { reasons } from './reasons.ts';
import { mostTellingFirst, objectionToRed } from './red.ts';
import { type GuardTask, surroundingsOf, taskFor } from './surroundings.ts';
import { undefinedNamesIn } from './undefined-names.ts';

/** After two rounds without a usable test, a person takes over. */
const rounds = 2;
const redRuns = 3;
/** The guard and its spare: a third would cost three runs and a container, and replace nothing. */
const redTestsNeeded = 2;
const secondsPerRun = 60;
const shownOutput = 4_000;

type CandidateResult = { red: RedTest } | { red: null; refusal: Refusal };

/** Throws `Transient` when the model or the container engine is unavailable. */
export async function guard(incident: Reproduced, ports: Ports): Promise<Outcome<Reproduced, Guarded>> {
  const tree = await ports.repository.tree(incident.run.headSha);
  if (!tree) return stop('source-gone', `Commit ${incident.run.headSha} can no longer be fetched.`);
  const task = await taskFor(incident, tree);
  const context = await sourceContext(incident, tree, { purpose: 'to pin down', repository: ports.repository });
  const { language, path } = task;
  const rule = language.rules.guard.runnerRule(task.recipe);
  const refusals: Refusal[] = [];
  for (let round = 1; round <= rounds; round++) {
    const answered = await askTwice(ports.model, guardQuestion({ context, language, path, rule, refusals }));
    if (answered.kind === 'unusable') return stop('no-guard', unusableText(answered.reason, refusals));
    const redTests = await redTestsAmong(answered.value, { task, ports, refusals });
    const [best, alternative = null] = redTests.length > 1 ? mostTelling(redTests, task) : redTests;
    if (best) return next({ ...incident, guard: { ...best, path: task.path, spare: alternative, replaced: null } });
  }
  return stop('no-guard', noGuardText(refusals));
}

function mostTelling(redTests: readonly RedTest[], { language, failing }: GuardTask): RedTest[] {
  const isOwn = language.rules.guard.ownValuesBeside(failing);
  return mostTellingFirst(redTests, { targets: failing.targets, hasOwnValues: ({ source }) => isOwn(source) });
}

/** The first two candidates that are red for CI's reason; those refused on the way are added to `refusals`. */
async function redTestsAmong(
  candidates: readonly Candidate[],
  { task, ports, refusals }: { task: GuardTask; ports: Ports; refusals: Refusal[] },
): Promise<RedTest[]> {
  const redTests: RedTest[] = [];
  for (const candidate of candidates) {
    if (redTests.length === redTestsNeeded) break;
    const result = await tryCandidate(candidate, task, ports);
    if (result.red) redTests.push(result.red);
    else refusals.push(result.refusal);
  }
  return redTests;
}

/** The static gate, then three runs in a fresh workspace; the first objection ends it. */
async function tryCandidate(candidate: Candidate, task: GuardTask, ports: Ports): Promise<CandidateResult> {
  const refused = (reason: string, run?: SuiteRun): Refusal => ({
    source: candidate.source,
    reason,
    output: run ? lastLines(run.finished.output, shownOutput) : '',
  });
  const { recipe, environment } = task.incident.reproduction;
  const surroundings = await surroundingsOf(candidate.source, task);
  const wrong = [
    ...unreadable({ path: task.path, before: null, after: candidate.source }),
    ...task.language.rules.guard.objections(candidate.source, surroundings),
  ];
  if (wrong.length > 0) return { red: null, refusal: refused(wrong.join(' ')) };

  const file = { path: task.path, content: candidate.source, executable: false };
  await using workspace = await ports.sandbox.open(await task.tree.with([file]), environment);
  const undefinedNames = await undefinedNamesIn(candidate.source, workspace, {
    test: recipe.test,
    language: task.language,
  });
  if (undefinedNames) return { red: null, refusal: refused(undefinedNames) };
  const runs: TimedRun[] = [];
  while (runs.length < redRuns) {
    // The first run has no less time than it will have on the repaired tree, so that slow is not red here and green there.
    const hangs = runs[0] && hangsOf(runs[0]);
    const run = await runTests(workspace, recipe, { ids: [task.path], seconds: secondsPerRun, hangs });
    runs.push(run);
    const objection = objectionToRed(run, task.incident, task);
    if (objection) return { red: null, refusal: refused(objection, run) };
  }
  if (await passesOnNonsense(candidate.source, task, ports.sandbox))
    return { red: null, refusal: refused(reasons.passesOnNonsense) };
  return { red: redTest(candidate, { path: task.path, runs }) };
}

/** Throws when there is no failure in the runs, which `objectionToRed` has ruled out. */
function redTest(candidate: Candidate, { path, runs }: { path: string; runs: readonly SuiteRun[] }): RedTest {
  const run = runs[0];
  const failure = run?.failures[0];
  if (!run || !failure) throw new Error('a red run names no failure');
  return {
    source: candidate.source,
    // A failure in a test support file carries that file's id.
    testId: failure.testId.startsWith(path) ? failure.testId : path,
    command: run.command,
    failure,
    redRuns: runs.length,
    output: lastLines(run.finished.output, shownOutput),
  };
}

function unusableText(reason: string, refusals: readonly Refusal[]): string {
  return noGuardText([...refusals, { source: '', reason: reasons.unusable(reason), output: '' }]);
}

function noGuardText(refusals: readonly Refusal[]): string {
  return refusals.map((refusal, index) => `Try ${index + 1}: ${refusal.reason}`).join('\n');
}
