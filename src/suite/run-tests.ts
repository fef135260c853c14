// Runs the repository's tests in a workspace: the failing command itself, or selected tests. The test runner reports through our hook.
import { randomBytes } from 'node:crypto';
import type { Recipe, Script } from '../incident/reproduction.ts';
import type { Runner } from '../languages/contract/runner.ts';
import { languages } from '../languages/languages.ts';
import type { Finished, Workspace } from '../ports.ts';
import { readReport } from './report.ts';
import { readSpectrum, type Spectrum } from './spectrum.ts';
import type { TimedRun } from './suite-run.ts';

/** Longest time limit of a test, in seconds; most runners set none. */
const longestTest = 60;

/** Test ids or files, relative to the work tree, and the wall time for all of them. */
export interface Chosen {
  readonly ids: readonly string[];
  readonly seconds: number;
}

export interface Covered {
  readonly run: TimedRun;
  readonly spectrum: Spectrum | null;
}

/** Runs the failing command itself; `seconds` is its wall time. Throws what the workspace throws. */
export async function runSuite(workspace: Workspace, recipe: Recipe, seconds: number): Promise<TimedRun> {
  return (await runReported(workspace, recipe, { script: recipe.test, seconds, coverage: false })).run;
}

/** Runs only these tests, as the failing command would. */
export async function runTests(workspace: Workspace, recipe: Recipe, { ids, seconds }: Chosen): Promise<TimedRun> {
  const script = runnerOf(recipe).selected(recipe, ids);
  return (await runReported(workspace, recipe, { script, seconds, coverage: false })).run;
}

/** As `runTests`, with coverage; slower. `spectrum` is null when the run did not finish. */
export function runCovered(workspace: Workspace, recipe: Recipe, { ids, seconds }: Chosen): Promise<Covered> {
  const script = runnerOf(recipe).selected(recipe, ids);
  return runReported(workspace, recipe, { script, seconds, coverage: true });
}

/**
 * The recipe with a time limit for each test, unless it has a shorter one. Without this a test has 60 s, or a third of the run's
 * time if that is less.
 */
export function withTestLimit(recipe: Recipe, seconds: number): Recipe {
  const { env } = recipe.test;
  const limit = Math.min(seconds, longestTest, Number(env['NIGHTWATCH_TEST_SECONDS'] ?? longestTest));
  return { ...recipe, test: { ...recipe.test, env: { ...env, NIGHTWATCH_TEST_SECONDS: String(limit) } } };
}

async function runReported(
  workspace: Workspace,
  recipe: Recipe,
  { script, seconds, coverage }: { script: Script; seconds: number; coverage: boolean },
): Promise<Covered> {
  const runner = runnerOf(recipe);
  const folder = `/tmp/nightwatch-${randomBytes(8).toString('hex')}`;
  const nonce = randomBytes(16).toString('hex');
  const injected = runner.inject(script, recipe, { folder, coverage });
  for (const { path, text } of injected.files) await workspace.write(path, text);
  const files = { NIGHTWATCH_REPORT: `${folder}/report.jsonl`, NIGHTWATCH_COVERAGE: `${folder}/coverage.jsonl` };
  // The first hang takes a third of the time; the hook shortens the limit for later ones.
  const limit = { NIGHTWATCH_TEST_SECONDS: String(Math.min(longestTest, seconds / 3)) };
  const env = { ...limit, ...injected.script.env, ...files, NIGHTWATCH_NONCE: nonce };
  const finished = await runUntil(seconds, workspace, { ...injected.script, env });
  const report = { text: await workspace.read(files.NIGHTWATCH_REPORT), nonce, runner };
  const covered = coverage ? await workspace.read(files.NIGHTWATCH_COVERAGE) : null;
  return { run: readReport(asTyped(script), report, finished), spectrum: readSpectrum(covered) };
}

function runnerOf({ language }: Recipe): Runner {
  return languages[language].runner;
}

/**
 * Kills only the command on a time-out: the workspace's own limit would destroy the report, and with it the results from before
 * a hang. That limit remains as a backstop for a command that escapes this one.
 */
async function runUntil(seconds: number, workspace: Workspace, script: Script): Promise<Finished> {
  const shell = `timeout -s KILL ${seconds} ${script.shell}`;
  const finished = await workspace.run({ ...script, shell, seconds: seconds + 15 });
  const killed = finished.exitCode === 128 + 9 && finished.seconds >= seconds;
  return killed ? { ...finished, end: 'timed-out', exitCode: null } : finished;
}

function asTyped(script: Script): string {
  const text = script.text.trim();
  return script.directory === '.' ? text : `cd ${script.directory}\n${text}`;
}
