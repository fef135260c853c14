// reproduce: rebuilds the failing job in the sandbox and makes CI's failure happen again, by the same test and error, every time.

import type { Diagnosed, Reproduced } from '../../incident/incident.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import type { Environment, ExecutedFunction, Recipe } from '../../incident/reproduction.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import { recipeFacts } from '../../languages/python/building/facts.ts';
import { recipe } from '../../languages/python/building/recipe.ts';
import type { Ports, Prepared, Sandbox, Tree, Workspace } from '../../ports.ts';
import { runCovered, runSuite, runTests } from '../../suite/run-tests.ts';
import type { SuiteRun, TimedRun } from '../../suite/suite-run.ts';
import { lastLinesInBytes } from '../../text/truncation.ts';
import { baseline } from './baseline.ts';
import { executedFunctions } from './executed.ts';
import { limitAfter, longestRun, paced } from './pace.ts';
import { ownFailures } from './pre-existing-failures.ts';
import { type SameFailure, sameFailures } from './same-failure.ts';
import { settled } from './siblings.ts';
import { byStability, type Ending, withoutFailure } from './stability.ts';

const outputBytes = 16 * 1024;
/** A run under a tracer takes many times as long; worth two minutes and no more. */
const coveredSeconds = 120;
const coveredFiles = 3;

/** Ends in `reproduced`, or stops: source-gone, unsupported, setup-failed, timed-out, no-tests, not-reproducible, flaky. */
export async function reproduce(incident: Diagnosed, ports: Ports): Promise<Outcome<Diagnosed, Reproduced>> {
  const { run, evidence } = incident;
  if (evidence.failures.length === 0) return stop('unsupported', 'The log names no failing test.');
  const tree = await ports.repository.tree(run.headSha);
  if (tree === null) return stop('source-gone', `The commit ${run.headSha} cannot be fetched.`);
  const rebuilt = recipe(await recipeFacts(incident, tree));
  if (rebuilt.kind === 'unbuildable') return stop('unsupported', rebuilt.why);
  const prepared = await ports.sandbox.prepare(tree, rebuilt.recipe);
  const { notes: differences } = rebuilt.recipe;
  if (prepared.kind === 'failed') return stop('setup-failed', withDifferences(setupWords(prepared), differences));
  const { environment } = prepared;
  const seen = await observe({ sandbox: ports.sandbox, tree, environment, recipe: rebuilt.recipe }, evidence.failures);
  if (seen.kind === 'ended') return stop(seen.code, withDifferences(seen.detail, differences));
  const { whole, output, bench } = seen;
  const ids = seen.targets.map(target => target.here.testId);
  const own = await ownFailures(seen.targets, ports.repository, before =>
    these({ ...bench, tree: before }, ids, limitAfter(seen.first)),
  );
  const targets = seen.targets.filter(target => !own.includes(target));
  const notes = [...differences, ...seen.notes, ...ownNotes(own)];
  const reproduction = {
    recipe: { ...rebuilt.recipe, notes },
    environment,
    tree: tree.hash,
    targets: targets.map(target => target.here),
    baseline: baseline(whole),
    executed: await executedBy(bench, targets),
    output,
  };
  return next({ ...incident, reproduction });
}

/** What every run here has in common: each opens a fresh workspace of its own. */
interface Bench {
  readonly sandbox: Sandbox;
  readonly tree: Tree;
  readonly environment: Environment;
  readonly recipe: Recipe;
}

type Seen =
  | ({ kind: 'ended' } & Ending)
  | {
      kind: 'reproduced';
      targets: readonly SameFailure[];
      /** What became of CI's other failures. */
      notes: readonly string[];
      first: TimedRun;
      whole: readonly SuiteRun[];
      output: string;
      bench: Bench;
    };

/** Runs the failing command until it is known whether CI's failures happen here, and every time. */
async function observe(patient: Bench, inCi: Diagnosed['evidence']['failures']): Promise<Seen> {
  const { directory } = patient.recipe.test;
  const first = await wholeSuite(patient, longestRun);
  if (first.finished.end === 'timed-out') return { kind: 'ended', code: 'timed-out', detail: slowWords(first) };
  if (first.void === null && first.outcomes.size === 0)
    return { kind: 'ended', code: 'no-tests', detail: emptyWords(first) };
  const seconds = limitAfter(first);
  const bench = { ...patient, recipe: paced(patient.recipe, first) };
  const found = oneEach(sameFailures(inCi, first, directory));
  if (found.length === 0) {
    const runs = [first, await wholeSuite(bench, seconds), await wholeSuite(bench, seconds)];
    return { kind: 'ended', ...withoutFailure(inCi, runs, directory) };
  }
  // Alone and in fresh containers, because a second run in the same one finds fewer flaky tests (TECHNIQUES: 23 %).
  const ids = found.map(target => target.here.testId);
  const alone = [await these(bench, ids, seconds), await these(bench, ids, seconds), await these(bench, ids, seconds)];
  const early = byStability(found, { whole: [first], alone });
  const [why] = early.endings;
  if (early.stable.length === 0 && why) return { kind: 'ended', ...why };
  const whole = [first, await wholeSuite(bench, seconds)];
  if (baseline(whole).flaky.length > 0) whole.push(await wholeSuite(bench, seconds));
  const sorted = await settled(found, { whole, alone }, siblings => these(bench, siblings, seconds));
  const { stable: targets, endings } = sorted;
  const [end] = endings;
  if (targets.length === 0 && end) return { kind: 'ended', ...end };
  const notes = [...notHere(inCi, found), ...endings.map(({ detail }) => `Left alone: ${detail}`), ...sorted.notes];
  return {
    kind: 'reproduced',
    targets,
    notes,
    first,
    whole,
    output: lastLinesInBytes(first.finished.output, outputBytes),
    bench,
  };
}

function wholeSuite(bench: Bench, seconds: number): Promise<TimedRun> {
  return inFreshWorkspace(bench, workspace => runSuite(workspace, bench.recipe, seconds));
}

function these(bench: Bench, ids: readonly string[], seconds: number): Promise<SuiteRun> {
  return inFreshWorkspace(bench, workspace => runTests(workspace, bench.recipe, { ids, seconds }));
}

async function inFreshWorkspace<T>(
  { sandbox, tree, environment }: Bench,
  work: (at: Workspace) => Promise<T>,
): Promise<T> {
  await using workspace = await sandbox.open(tree, environment);
  return await work(workspace);
}

/** What CI's failing tests run, told apart by the other tests of their files; empty when that run does not end in time. */
async function executedBy(bench: Bench, targets: readonly SameFailure[]): Promise<ExecutedFunction[]> {
  const files = [...new Set(targets.map(target => fileOfTest(target.here.testId)))].slice(0, coveredFiles);
  const { spectrum } = await inFreshWorkspace(bench, workspace =>
    runCovered(workspace, bench.recipe, { ids: files, seconds: coveredSeconds }),
  );
  return spectrum === null ? [] : await executedFunctions(spectrum, bench.tree);
}

/** A test may fail twice in one run (call and tear-down), and one id of CI's may name several variants: each of ours once. */
function oneEach(found: readonly SameFailure[]): readonly SameFailure[] {
  return [...new Map([...found].reverse().map(same => [same.here.testId, same])).values()].reverse();
}

function notHere(inCi: Diagnosed['evidence']['failures'], targets: readonly SameFailure[]): readonly string[] {
  const missing = inCi.filter(failure => !targets.some(target => target.inCi.testId === failure.testId));
  return missing.length === 0
    ? []
    : [`These failed in CI but not here: ${missing.map(failure => failure.testId).join(', ')}.`];
}

function ownNotes(own: readonly SameFailure[]): readonly string[] {
  const ids = own.map(target => target.here.testId);
  return ids.length === 0 ? [] : [`These failed before this push as well and are left alone: ${ids.join(', ')}.`];
}

/** What was skipped or assumed may be why it went otherwise here. */
function withDifferences(detail: string, notes: readonly string[]): string {
  return notes.length === 0 ? detail : `${detail}\n\nNot as in CI: ${notes.join(' ')}`;
}

function setupWords({ command, finished }: Extract<Prepared, { kind: 'failed' }>): string {
  const how =
    finished.end === 'exited'
      ? `ended with exit code ${finished.exitCode}`
      : finished.end === 'timed-out'
        ? 'ran out of time'
        : finished.end;
  return `The set-up command \`${command}\` ${how}:\n${lastLinesInBytes(finished.output, 2048)}`;
}

function slowWords({ command, finished, outcomes }: SuiteRun): string {
  const last = [...outcomes.keys()].at(-1);
  const until = last === undefined ? '' : ` ${outcomes.size} tests had ended, the last of them ${last}.`;
  return `\`${command}\` was still running after ${Math.round(finished.seconds)} s.${until}\n${lastLinesInBytes(finished.output, 2048)}`;
}

function emptyWords({ command, finished }: SuiteRun): string {
  return `\`${command}\` collected no tests:\n${lastLinesInBytes(finished.output, 2048)}`;
}
