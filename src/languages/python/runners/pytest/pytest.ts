// Pytest behind the contract: its plugins report to Nightwatch, limit each test, and measure coverage.
import { readFileSync } from 'node:fs';
import type { Recipe, Script } from '../../../../incident/reproduction.ts';
import type { Injection, Runner } from '../../../contract/runner.ts';
import { chosenTests } from './chosen-tests.ts';

export const pytest: Runner = {
  name: 'pytest',
  selected: chosenTests,
  inject,
  // https://docs.pytest.org/en/stable/reference/exit-codes.html
  statuses: { interrupted: 2, internalError: 3, noTests: 5 },
};

const reporting = plugin('nightwatch_report');
const limiting = plugin('nightwatch_limit');
const covering = plugin('nightwatch_coverage');

interface Plugin {
  readonly name: string;
  readonly source: string;
}

function plugin(name: string): Plugin {
  return { name, source: readFileSync(new URL(`${name}.py`, import.meta.url), 'utf8') };
}

function inject(script: Script, recipe: Recipe, hook: { folder: string; coverage: boolean }): Injection {
  const plugins = [reporting, limiting, ...(hook.coverage ? [covering] : [])];
  const site = `${hook.folder}/lib/python${/:(3\.\d+)/.exec(recipe.image)?.[1] ?? '3'}/site-packages`;
  const options = plugins.map(({ name }) => `-p ${name}`).join(' ');
  const env = { ...loading(script.env, site, options), ...userBase(recipe, hook.folder) };
  return {
    files: plugins.map(({ name, source }) => ({ path: `${site}/${name}.py`, text: source })),
    script: { ...script, text: keepLoading(script.text, site, options), env },
  };
}

const handedOn = ['PYTHONPATH', 'PYTEST_ADDOPTS', 'GITHUB_WORKSPACE', 'NIGHTWATCH_*'];

/** The step's own environment, with our plugins added to what it already says. */
function loading(env: Script['env'], site: string, options: string): Record<string, string> {
  const joined = (separator: string, ...parts: (string | undefined)[]) => parts.filter(Boolean).join(separator);
  return {
    ...env,
    PYTHONPATH: joined(':', site, env['PYTHONPATH']),
    PYTEST_ADDOPTS: joined(' ', options, env['PYTEST_ADDOPTS']),
    // tox passes on only listed variables: version 3 reads the first, version 4 the second.
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
