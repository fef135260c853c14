// Runs the repository's tests in a workspace: the failing command itself, or chosen tests. Pytest reports through our plugin.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Recipe, Script } from '../incident/reproduction.ts';
import type { Finished, Workspace } from '../ports.ts';
import { chosenTests } from './chosen-tests.ts';
import { readReport } from './report.ts';
import type { SuiteRun } from './suite-run.ts';

const plugin = readFileSync(new URL('./nightwatch_report.py', import.meta.url), 'utf8');

/** Runs the failing command itself; `seconds` is its wall time. Throws what the workspace throws. */
export function runSuite(workspace: Workspace, recipe: Recipe, seconds: number): Promise<SuiteRun> {
  return runReported(workspace, recipe, { script: recipe.test, seconds });
}

/** Runs only these tests (ids or files, relative to the work tree) by `recipe.pytest`. */
export function runTests(
  workspace: Workspace,
  recipe: Recipe,
  tests: { readonly ids: readonly string[]; readonly seconds: number },
): Promise<SuiteRun> {
  return runReported(workspace, recipe, { script: chosenTests(recipe, tests.ids), seconds: tests.seconds });
}

async function runReported(
  workspace: Workspace,
  recipe: Recipe,
  { script, seconds }: { script: Script; seconds: number },
): Promise<SuiteRun> {
  const folder = `/tmp/nightwatch-${randomBytes(8).toString('hex')}`;
  const nonce = randomBytes(16).toString('hex');
  const site = `${folder}/lib/python${/:(3\.\d+)/.exec(recipe.image)?.[1] ?? '3'}/site-packages`;
  await workspace.write(`${site}/nightwatch_report.py`, plugin);
  const report = { NIGHTWATCH_REPORT: `${folder}/report.jsonl`, NIGHTWATCH_NONCE: nonce };
  const env = { ...loading(script.env, site), ...userBase(recipe, folder), ...report };
  const finished = await runUntil(seconds, workspace, { ...script, text: keepLoading(script.text, site), env });
  const text = await workspace.read(report.NIGHTWATCH_REPORT);
  return readReport(asTyped(script), { text, nonce }, finished);
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

/** The step's own environment, with our plugin added to what it already says. */
function loading(env: Script['env'], site: string): Record<string, string> {
  const joined = (separator: string, ...parts: (string | undefined)[]) => parts.filter(Boolean).join(separator);
  return {
    ...env,
    PYTHONPATH: joined(':', site, env['PYTHONPATH']),
    PYTEST_ADDOPTS: joined(' ', '-p nightwatch_report', env['PYTEST_ADDOPTS']),
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

/** A script that sets these variables itself would lose our plugin: what it sets goes behind ours. */
function keepLoading(text: string, site: string): string {
  return text
    .replace(/\bPYTHONPATH=(?=\S)/g, `PYTHONPATH=${site}:`)
    .replace(/\bPYTEST_ADDOPTS=(?=\S)/g, `PYTEST_ADDOPTS='-p nightwatch_report '`);
}

function asTyped(script: Script): string {
  const text = script.text.trim();
  return script.directory === '.' ? text : `cd ${script.directory}\n${text}`;
}
