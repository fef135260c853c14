// Runs the repository's tests in a workspace: the failing command itself, or chosen tests. Pytest reports through our plugin.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Recipe, Script } from '../incident/reproduction.ts';
import { chosenTests } from '../languages/python/runners/pytest/chosen-tests.ts';
import type { Finished, Workspace } from '../ports.ts';
import { readReport } from './report.ts';
import { readSpectrum, type Spectrum } from './spectrum.ts';
import type { TimedRun } from './suite-run.ts';

const reporting = plugin('nightwatch_report');
const limiting = plugin('nightwatch_limit');
const covering = plugin('nightwatch_coverage');
/** Seconds a test may take at most; pytest itself sets no limit. */
const longestTest = 60;

/** Ids or files, relative to the work tree, and the wall time for all of them. */
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
  const { run } = await runReported(workspace, recipe, {
    script: recipe.test,
    seconds,
    plugins: [reporting, limiting],
  });
  return run;
}

/** Runs only these tests, by `recipe.call`. */
export async function runTests(workspace: Workspace, recipe: Recipe, { ids, seconds }: Chosen): Promise<TimedRun> {
  const script = chosenTests(recipe, ids);
  const { run } = await runReported(workspace, recipe, { script, seconds, plugins: [reporting, limiting] });
  return run;
}

/** The same, and which lines of the repository they ran; slower. `spectrum` is null when the run did not get to its end. */
export function runCovered(workspace: Workspace, recipe: Recipe, { ids, seconds }: Chosen): Promise<Covered> {
  const script = chosenTests(recipe, ids);
  return runReported(workspace, recipe, { script, seconds, plugins: [reporting, limiting, covering] });
}

interface Plugin {
  readonly name: string;
  readonly source: string;
}

function plugin(name: string): Plugin {
  return {
    name,
    source: readFileSync(new URL(`../languages/python/runners/pytest/${name}.py`, import.meta.url), 'utf8'),
  };
}

/**
 * The recipe with a limit for each test, unless it has a shorter one. Without any a test has 60 s, or a third of the run's time
 * where that is less.
 */
export function withTestLimit(recipe: Recipe, seconds: number): Recipe {
  const { env } = recipe.test;
  const limit = Math.min(seconds, longestTest, Number(env['NIGHTWATCH_TEST_SECONDS'] ?? longestTest));
  return { ...recipe, test: { ...recipe.test, env: { ...env, NIGHTWATCH_TEST_SECONDS: String(limit) } } };
}

async function runReported(
  workspace: Workspace,
  recipe: Recipe,
  { script, seconds, plugins }: { script: Script; seconds: number; plugins: readonly Plugin[] },
): Promise<Covered> {
  const folder = `/tmp/nightwatch-${randomBytes(8).toString('hex')}`;
  const nonce = randomBytes(16).toString('hex');
  const site = `${folder}/lib/python${/:(3\.\d+)/.exec(recipe.image)?.[1] ?? '3'}/site-packages`;
  for (const { name, source } of plugins) await workspace.write(`${site}/${name}.py`, source);
  const options = plugins.map(({ name }) => `-p ${name}`).join(' ');
  const told = { NIGHTWATCH_REPORT: `${folder}/report.jsonl`, NIGHTWATCH_COVERAGE: `${folder}/coverage.jsonl` };
  const ours = { ...userBase(recipe, folder), ...told, NIGHTWATCH_NONCE: nonce };
  // The first hang takes a third of the time, all further ones together hardly more: see nightwatch_limit.py.
  const limit = { NIGHTWATCH_TEST_SECONDS: String(Math.min(longestTest, seconds / 3)) };
  const env = { ...limit, ...loading(script.env, site, options), ...ours };
  const text = keepLoading(script.text, site, options);
  const finished = await runUntil(seconds, workspace, { ...script, text, env });
  const report = { text: await workspace.read(told.NIGHTWATCH_REPORT), nonce };
  const coverage = plugins.includes(covering) ? await workspace.read(told.NIGHTWATCH_COVERAGE) : null;
  return { run: readReport(asTyped(script), report, finished), spectrum: readSpectrum(coverage) };
}

/**
 * When its time is up, only the command is killed: the workspace's own limit would take the report along, and with it what
 * ran before a hang. That limit stands behind this one, for a command that escapes it.
 */
async function runUntil(seconds: number, workspace: Workspace, script: Script): Promise<Finished> {
  const shell = `timeout -s KILL ${seconds} ${script.shell}`;
  const finished = await workspace.run({ ...script, shell, seconds: seconds + 15 });
  const killed = finished.exitCode === 128 + 9 && finished.seconds >= seconds;
  return killed ? { ...finished, end: 'timed-out', exitCode: null } : finished;
}

const handedOn = ['PYTHONPATH', 'PYTEST_ADDOPTS', 'GITHUB_WORKSPACE', 'NIGHTWATCH_*'];

/** The step's own environment, with our plugins added to what it already says. */
function loading(env: Script['env'], site: string, options: string): Record<string, string> {
  const joined = (separator: string, ...parts: (string | undefined)[]) => parts.filter(Boolean).join(separator);
  return {
    ...env,
    PYTHONPATH: joined(':', site, env['PYTHONPATH']),
    PYTEST_ADDOPTS: joined(' ', options, env['PYTEST_ADDOPTS']),
    // tox hands on only what it is told to: version 3 reads the first, version 4 the second.
    TOX_TESTENV_PASSENV: joined(' ', env['TOX_TESTENV_PASSENV'], ...handedOn),
    TOX_OVERRIDE: joined(';', env['TOX_OVERRIDE'], `testenv.pass_env+=${handedOn.join(',')}`),
  };
}

/**
 * Python's "user site" is still searched where a Makefile sets PYTHONPATH anew, so our folder is laid out as one; unless the
 * set-up keeps packages of its own there.
 */
function userBase(recipe: Recipe, folder: string): { PYTHONUSERBASE?: string } {
  return recipe.setup.some(({ text }) => /\s--user\b/.test(text)) ? {} : { PYTHONUSERBASE: folder };
}

/** A script that sets these variables itself would lose our plugins: what it sets goes behind ours. */
function keepLoading(text: string, site: string, options: string): string {
  return text
    .replace(/\bPYTHONPATH=(?=\S)/g, `PYTHONPATH=${site}:`)
    .replace(/\bPYTEST_ADDOPTS=(?=\S)/g, `PYTEST_ADDOPTS='${options} '`);
}

function asTyped(script: Script): string {
  const text = script.text.trim();
  return script.directory === '.' ? text : `cd ${script.directory}\n${text}`;
}
