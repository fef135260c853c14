// `npm run rehearse` without a key, as a process of its own, on a repository that it has never seen. Needs a Docker engine.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { simpleGit } from 'simple-git';
import { heading, logText, saved } from '../standins/recorded-log/logs.ts';

const root = join(import.meta.dirname, '../..');
/** Against a hang. */
const longestMs = 240_000;
const token = `ghp_${'a1B2'.repeat(9)}`;
const upload = 'true || coveralls';
const workflow = `
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip install pytest
      - run: ${upload}
      - run: python -m pytest -q
`;
const price = 'import pytest\nfrom price import mean\n\n\ndef test_some():\n    assert mean([3, 3]) == 3\n';
const passing = {
  '.github/workflows/ci.yml': workflow,
  'price.py': `TOKEN = '${token}'\n\n\ndef mean(prices):\n    return sum(prices) / len(prices)\n`,
  'test_price.py': price,
};
const failing = { 'test_price.py': `${price}\n\ndef test_none():\n    assert mean([]) == 0\n` };
/** GitHub's log of that push, from a runner that is not this machine. */
const log = logText([
  'Prepare workflow directory',
  'Complete job name: test',
  ...heading('pip install pytest'),
  'Successfully installed pytest-8.3.3',
  ...heading(upload),
  ...heading('python -m pytest -q'),
  '.F                                                                       [100%]',
  '=================================== FAILURES ===================================',
  '__________________________________ test_none ___________________________________',
  '',
  '    def test_none():',
  '>       assert mean([]) == 0',
  '',
  'test_price.py:10: ',
  '_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ ',
  '',
  '>       return sum(prices) / len(prices)',
  'E       ZeroDivisionError: division by zero',
  '',
  'price.py:5: ZeroDivisionError',
  '=========================== short test summary info ============================',
  'FAILED test_price.py::test_none - ZeroDivisionError: division by zero',
  '1 failed, 1 passed in 0.04s',
  '##[error]Process completed with exit code 1.',
]);

let repository: string;

beforeAll(async () => {
  // Always of the same name, so that the next time finds what the sandbox kept.
  repository = join(await mkdtemp(join(tmpdir(), 'rehearsed-')), 'price-list');
  await mkdir(repository);
  const git = simpleGit(repository);
  await git.init(['--initial-branch=main']);
  await git.addConfig('user.name', 'A');
  await git.addConfig('user.email', 'a@example.org');
  for (const texts of [passing, failing]) {
    await write(texts);
    await git.add('.');
    await git.commit('change');
  }
});

afterAll(async () => {
  await rm(dirname(repository), { recursive: true });
  await rm(join(root, '.nightwatch/rehearsal', basename(repository)), { recursive: true, force: true });
});

async function write(texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(repository, path)), { recursive: true });
    await writeFile(join(repository, path), text);
  }
}

/** What it prints. Fails unless it ends with 0. */
async function rehearsed(...args: string[]): Promise<string> {
  const { GEMINI_API_KEY: _, ...env } = process.env;
  const script = join(root, 'src/demo/rehearse.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, repository, ...args], { env, cwd: root });
  return stdout;
}

function prompt(printed: string, question: string): Promise<string> {
  const path = new RegExp(`^${question} .* (/\\S+\\.md)$`, 'm').exec(printed)?.[1];
  if (!path) throw new Error(`No prompt of ${question} in:\n${printed}`);
  return readFile(path, 'utf8');
}

const reproduced = `Reproduced: 1 of 1, without network, with CI's error in every run.
- test_price.py::test_none at price.py:5`;

test(
  'runs CI here, reproduces its failure, and keeps the prompts, without their secrets',
  async () => {
    const printed = await rehearsed();
    expect(printed).toContain('CI ends with failure');
    expect(printed).toContain('\n    pip install pytest\n');
    expect(printed).toContain(`- Left \`${upload}\` out of the setup: it publishes, uploads or notifies.`);
    expect(printed).toContain(reproduced);
    expect(await prompt(printed, 'diagnose')).toContain('ZeroDivisionError');
    expect(await prompt(printed, 'guard')).toContain('You write one regression test');
    const repair = await prompt(printed, 'repair');
    expect(repair).toContain('(Here is the regression test.');
    expect(repair).toContain('return sum(prices) / len(prices)');
    expect(repair).toContain("TOKEN = '<SECRET:1>'");
    expect(printed.trimEnd().split('\n').at(-1)).toMatch(/^With GEMINI_API_KEY set, the same command goes on:/);
  },
  longestMs,
);

test(
  'rebuilds the job of a downloaded log instead of running CI here',
  async () => {
    const printed = await rehearsed('--log', await saved('log.txt', log));
    expect(printed).toContain('Take the log as that of .github/workflows/ci.yml');
    expect(printed).toContain('.github/workflows/ci.yml, job "test", step 4 "Run python -m pytest -q"');
    expect(printed).toContain(`- Left \`${upload}\` out of the setup: it publishes, uploads or notifies.`);
    expect(printed).toContain(reproduced);
    expect(await prompt(printed, 'diagnose')).toContain('1 failed, 1 passed in 0.04s');
  },
  longestMs,
);
