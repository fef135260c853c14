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
  return runScript(workspace, recipe.test, seconds);
}

/** Runs only these tests (ids or files, relative to the work tree) by `recipe.pytest`. */
export function runTests(
  workspace: Workspace,
  recipe: Recipe,
  tests: { readonly ids: readonly string[]; readonly seconds: number },
): Promise<SuiteRun> {
  return runScript(workspace, chosenTests(recipe, tests.ids), tests.seconds);
}

async function runScript(workspace: Workspace, script: Script, seconds: number): Promise<SuiteRun> {
  const folder = `/tmp/nightwatch-${randomBytes(8).toString('hex')}`;
  const nonce = randomBytes(16).toString('hex');
  const root = await makeFolder(workspace, folder);
  await workspace.write(`${folder}/nightwatch_report.py`, plugin);
  const env = { ...reporting(script.env, folder), NIGHTWATCH_NONCE: nonce, NIGHTWATCH_ROOT: root };
  const text = keepReporting(script.text, folder);
  const finished = await runUntil(seconds, workspace, { ...script, text, env });
  const report = await workspace.read(`${folder}/report.jsonl`);
  return readReport(asTyped(script), { text: report, nonce }, finished);
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

/**
 * Makes the folder as the user who runs the tests, and answers the work tree's absolute path. The links make the folder
 * a "user site" too, where Python looks even when a Makefile sets PYTHONPATH anew.
 */
async function makeFolder(workspace: Workspace, folder: string): Promise<string> {
  const text = `mkdir -p ${folder}
for version in 8 9 10 11 12 13 14 15; do
  mkdir -p ${folder}/user/lib/python3.$version && ln -s ${folder} ${folder}/user/lib/python3.$version/site-packages
done
pwd -P`;
  const made = await workspace.run({ text, shell: 'sh -e {0}', directory: '.', env: {}, seconds: 30 });
  return made.output.trim();
}

/** The step's own environment, with our plugin added to what it already says. */
function reporting(env: Script['env'], folder: string): Record<string, string> {
  const joined = (separator: string, ...parts: (string | undefined)[]) => parts.filter(Boolean).join(separator);
  return {
    ...env,
    PYTHONPATH: joined(':', folder, env['PYTHONPATH']),
    PYTEST_ADDOPTS: joined(' ', '-p nightwatch_report', env['PYTEST_ADDOPTS']),
    PYTHONUSERBASE: `${folder}/user`,
    NIGHTWATCH_REPORT: `${folder}/report.jsonl`,
    // tox hands on only what it is told to: version 3 reads the first, version 4 the second.
    TOX_TESTENV_PASSENV: joined(' ', env['TOX_TESTENV_PASSENV'], 'PYTHONPATH PYTEST_ADDOPTS NIGHTWATCH_*'),
    TOX_OVERRIDE: joined(';', env['TOX_OVERRIDE'], 'testenv.pass_env+=PYTHONPATH,PYTEST_ADDOPTS,NIGHTWATCH_*'),
  };
}

/** A script that sets these variables itself would lose our plugin: what it sets goes behind ours. */
function keepReporting(text: string, folder: string): string {
  return text
    .replace(/\bPYTHONPATH=(?=\S)/g, `PYTHONPATH=${folder}:`)
    .replace(/\bPYTEST_ADDOPTS=(?=\S)/g, `PYTEST_ADDOPTS='-p nightwatch_report '`);
}

function asTyped(script: Script): string {
  const text = script.text.trim();
  return script.directory === '.' ? text : `cd ${script.directory}\n${text}`;
}
