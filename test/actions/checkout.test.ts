// Which history and which submodules a job's checkout has.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { historyOf, submodulesOf } from '../../src/actions/checkout.ts';
import { workflowJob } from '../../src/actions/workflow.ts';

const oneCommit = { depth: 1, tags: false };
const everything = { depth: 0, tags: true };

test.each([
  ['', oneCommit],
  ['fetch-depth: 0', everything],
  ["fetch-depth: '0'", everything],
  ['fetch-depth: 100', { depth: 100, tags: false }],
  ['fetch-tags: true', { depth: 1, tags: true }],
  ["{ fetch-tags: 'TRUE', fetch-depth: 2 }", { depth: 2, tags: true }],
  [`fetch-depth: \${{ matrix.depth }}`, { depth: 5, tags: false }],
  // The action reads nonsense as 0.
  ['fetch-depth: all', everything],
  ['fetch-depth: -1', everything],
])('a checkout with %j', (inputs, history) => {
  expect(historyOf(job(inputs))).toEqual(history);
});

test('another repository’s checkout, and one beside the work tree, do not count', () => {
  expect(historyOf(job('{ repository: ada/tools, fetch-depth: 0 }'))).toEqual(oneCommit);
  expect(historyOf(job('{ path: old, fetch-depth: 0 }'))).toEqual(oneCommit);
  expect(historyOf(null)).toEqual(oneCommit);
});

test.each([
  ['', []],
  ['submodules: false', []],
  ['{ submodules: true, repository: ada/tools }', []],
  ['submodules: true', ['library']],
  ["submodules: 'TRUE'", ['library']],
  ['{ submodules: true, fetch-depth: 0 }', ['library']],
  ['submodules: recursive', ['library', 'library/nested']],
])('a checkout with %j has the submodules %j', (inputs, submodules) => {
  using folder = temporaryFolder();
  const nested = repositoryIn(folder.path, 'nested', {});
  const library = repositoryIn(folder.path, 'library', { nested });
  const shop = repositoryIn(folder.path, 'shop', { library });
  const checkout = join(folder.path, 'checkout');
  git(folder.path, 'clone', '--quiet', shop, checkout);
  for (const { text, env } of submodulesOf(job(inputs))) {
    execFileSync('bash', ['-e', '-c', text], { cwd: checkout, env: { ...gitEnvironment, ...env }, stdio: 'pipe' });
  }
  const found = ['library', 'library/nested'].filter(path => existsSync(join(checkout, path, 'file.txt')));
  expect(found).toEqual(submodules);
});

/** Submodules of this machine, which git would refuse otherwise. */
const gitEnvironment = {
  ...process.env,
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'protocol.file.allow',
  GIT_CONFIG_VALUE_0: 'always',
};

function git(folder: string, ...words: string[]): void {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  execFileSync('git', [...author, ...words], { cwd: folder, env: gitEnvironment, stdio: 'pipe' });
}

/** With one file, one commit, and these submodules by folder. Returns its address. */
function repositoryIn(folder: string, name: string, submodules: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  git(folder, 'init', '--quiet', path);
  writeFileSync(join(path, 'file.txt'), `${name}\n`);
  for (const [at, url] of Object.entries(submodules)) git(path, 'submodule', '--quiet', 'add', url, at);
  git(path, 'add', '--all');
  git(path, 'commit', '--quiet', '--message', 'Begin');
  return `file://${path}`;
}

function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'nightwatch-submodules-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

function job(inputs: string) {
  return workflowJob(
    `on: push
jobs:
  test:
    name: test \${{ matrix.depth }}
    runs-on: ubuntu-latest
    strategy: { matrix: { depth: [5] } }
    steps:
      - uses: actions/checkout@v4
        with: ${inputs.startsWith('{') || inputs === '' ? inputs : `\n          ${inputs}`}
      - run: pytest
`,
    'test 5',
  );
}
