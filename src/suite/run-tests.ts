// Runs the repository's tests in a workspace: always the failing command as CI ran it, narrowed by the test runner's hook where only
// some tests are wanted.
import { randomBytes } from 'node:crypto';
import { type KnownHangs, reachedFile, sessionKeys } from '../incident/command.ts';
import type { Recipe } from '../incident/reproduction.ts';
import { languages } from '../languages/languages.ts';
import type { Command, Finished, Workspace } from '../ports.ts';
import { withMaskedMessages } from './masked-messages.ts';
import { readReached } from './reached.ts';
import { type Report, readListed, readReport } from './report.ts';
import { readSpectrum, type Spectrum } from './spectrum.ts';
import type { TimedRun } from './suite-run.ts';

/** Longest time limit of a test, in seconds; most runners set none. */
const longestTest = 60;

/** In seconds of wall time. */
export interface TimeLimits {
  /** For the whole command. */
  readonly seconds: number;
  /** For one test; 60 s unless given, and never more than a third of `seconds`. */
  readonly testSeconds?: number | undefined;
  /** What an earlier run of the same tree has shown (`hangsOf`). */
  readonly hangs?: KnownHangs | undefined;
}

/** Test ids or files, relative to the work tree. */
export interface Chosen extends TimeLimits {
  readonly ids: readonly string[];
}

export interface Covered {
  readonly run: TimedRun;
  readonly spectrum: Spectrum | null;
}

/** Runs the failing command itself. Throws what the workspace throws. */
export async function runSuite(workspace: Workspace, recipe: Recipe, limits: TimeLimits): Promise<TimedRun> {
  return (await runReported(workspace, recipe, { ...limits, tests: null, coverage: false })).run;
}

/** Runs only these tests of the failing command. */
export async function runTests(workspace: Workspace, recipe: Recipe, { ids, ...limits }: Chosen): Promise<TimedRun> {
  return (await runReported(workspace, recipe, { ...limits, tests: ids, coverage: false })).run;
}

/** As `runTests`, with coverage; slower. `spectrum` is null when the run did not finish. */
export function runCovered(workspace: Workspace, recipe: Recipe, { ids, ...limits }: Chosen): Promise<Covered> {
  return runReported(workspace, recipe, { ...limits, tests: ids, coverage: true });
}

export interface Listed {
  readonly command: string;
  /** Null when they could not be listed to the end. */
  readonly ids: ReadonlySet<string> | null;
}

/** Lists the tests of the failing command and runs none. */
export async function listTests(workspace: Workspace, recipe: Recipe, limits: TimeLimits): Promise<Listed> {
  const { report, finished } = await runHooked(workspace, recipe, {
    ...limits,
    tests: null,
    coverage: false,
    listsOnly: true,
  });
  return { command: `${asTyped(recipe, null)}  # lists the tests only`, ids: readListed(report, finished) };
}

interface Wanted extends TimeLimits {
  readonly tests: readonly string[] | null;
  readonly coverage: boolean;
  readonly listsOnly?: boolean;
}

async function runReported(workspace: Workspace, recipe: Recipe, wanted: Wanted): Promise<Covered> {
  const { report, covered, reached, finished } = await runHooked(workspace, recipe, wanted);
  const run = await withMaskedMessages(readReport(asTyped(recipe, wanted.tests), report, finished), workspace);
  return { run: { ...run, reached: readReached(reached) }, spectrum: readSpectrum(covered) };
}

interface Hooked {
  readonly report: Report;
  readonly covered: string | null;
  readonly reached: string | null;
  readonly finished: Finished;
}

async function runHooked(workspace: Workspace, recipe: Recipe, wanted: Wanted): Promise<Hooked> {
  const { tests, seconds, testSeconds = longestTest, hangs, listsOnly = false } = wanted;
  const place = `/tmp/nightwatch-${randomBytes(8).toString('hex')}`;
  const hook = {
    report: `${place}.report.jsonl`,
    // The first hang takes a third of the time; the hook shortens the limit for later ones.
    seconds: Math.min(testSeconds, longestTest, seconds / 3),
    hangs,
    tests,
    listsOnly,
    coverage: wanted.coverage ? `${place}.coverage.jsonl` : null,
  };
  const finished = await runUntil(seconds, workspace, { ...recipe.test, hook });
  const { runner } = languages[recipe.language];
  const report = { text: await workspace.read(hook.report), keys: await workspace.read(sessionKeys), runner };
  const covered = hook.coverage ? await workspace.read(hook.coverage) : null;
  return { report, covered, reached: await workspace.read(reachedFile), finished };
}

/**
 * Kills only the command on a time-out: the workspace's own limit would destroy the report, and with it the results from before
 * a hang. That limit remains as a backstop for a command that escapes this one.
 */
async function runUntil(seconds: number, workspace: Workspace, command: Omit<Command, 'seconds'>): Promise<Finished> {
  const shell = `timeout -s KILL ${seconds} ${command.shell}`;
  const finished = await workspace.run({ ...command, shell, seconds: seconds + 15 });
  const killed = finished.exitCode === 128 + 9 && finished.seconds >= seconds;
  return killed ? { ...finished, end: 'timed-out', exitCode: null } : finished;
}

/** The command with its folder, and what it was narrowed to as a comment. */
function asTyped({ test }: Recipe, tests: readonly string[] | null): string {
  const text = test.text.trim();
  const placed = test.directory === '.' ? text : `cd ${test.directory}\n${text}`;
  return tests === null ? placed : `${placed}  # only ${tests.join(' ')}`;
}
