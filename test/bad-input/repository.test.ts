// Repositories of every size and shape: right, or an answer that says why.

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox, type Sandboxes } from '../../src/adapters/docker/sandbox.ts';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { githubRepository } from '../../src/adapters/github/repository.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import { sourceContext } from '../../src/context/source-context.ts';
import type { Environment } from '../../src/incident/reproduction.ts';
import type { Finished, Sandbox, Tree } from '../../src/ports.ts';
import { edited } from '../../src/stages/repair/edit/edited.ts';
import { byHand, serveGit } from '../adapters/git/git-server.ts';
import { sampleRun } from '../contracts/store-entries.ts';
import { reproducedFrom } from '../stages/repair/fixtures.ts';
import { startGitHubFixture } from '../standins/github/github-fixture.ts';
import { recipeOf } from '../suite/real-sandbox.ts';

const docker = new Docker();
const owner = `test-bad-repository-${randomUUID()}`;
const megabyte = 1024 * 1024;
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 123456789\n`;
const oldEncoding = Buffer.from('# -*- coding: latin-1 -*-\nname = "Jörg"\n', 'latin1');

let home: string;
let sandboxes: Sandboxes;
let sandbox: Sandbox;
let environment: Environment;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'nightwatch-repositories-'));
  const limits = { memoryMb: 256, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 4_096 };
  // A name of its own: equal environments of equal names are one image, which another run of this suite may remove.
  sandboxes = openSandbox({ docker, owner, processIdentity: owner, limits, mask: async text => text });
  sandbox = sandboxes.for(sampleRun({ repo: owner }));
  const prepared = await sandbox.prepare(await treeOf('small', [['a.py', 'a = 1\n']]), recipeOf('pytest'));
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  environment = prepared.environment;
});

afterAll(async () => {
  await sandboxes[Symbol.asyncDispose]();
  for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } }))
    await docker.getImage(Id).remove();
  rmSync(home, { recursive: true, force: true });
});

test('a commit lost to a force-push and garbage collection is no longer available', async () => {
  const fixture = await startGitHubFixture();
  const shop = 'acme/shop';
  const commit = (text: string) =>
    fixture.github.commit({ repository: shop, branch: 'main', files: { 'a.txt': text }, message: text });
  const [kept, lost, run] = [await commit('kept'), await commit('lost'), sampleRun({ owner: 'acme', repo: 'shop' })];
  const at = { owner: 'acme', repo: 'shop', ref: 'heads/main', sha: kept };
  await fixture.octokit.rest.git.updateRef({ ...at, force: true });
  const mirrors = openMirrors({ directory: join(fixture.folder, 'mirrors'), processIdentity: 'test' });
  const bound = {
    octokit: fixture.octokit,
    run: { ...run, installationId: fixture.installationId },
    mask: secretMasker(),
  };
  const repository = githubRepository(bound, mirrors);
  byHand(fixture.github.gitDirectory(shop), ['reflog', 'expire', '--expire=now', '--all']);
  byHand(fixture.github.gitDirectory(shop), ['gc', '--quiet', '--prune=now']);
  expect(await repository.tree(lost)).toBeNull();
  expect(await repository.tree(kept)).not.toBeNull();
  await fixture.github.settled();
  await fixture.stop();
});

test('10,000 files are fetched, listed, changed and tested', async () => {
  const files = Array.from({ length: 10_000 }, (_, at): File => [`d${at % 100}/m${at}.py`, `x = ${at}\n`]);
  const tree = await treeOf('many', files);
  expect(await tree.entries()).toHaveLength(10_000);
  const changed = await tree.with([{ path: 'd7/m7.py', content: 'x = 8\n', executable: false }]);
  expect(await tree.diff(changed)).toContain('+x = 8');
  expect(await run(changed, 'find . -name "m*.py" | wc -l; cat d7/m7.py')).toMatchObject({ output: '10000\nx = 8\n' });
});

test('1 GB is fetched and tested with little of it held in memory', async () => {
  const part = Buffer.alloc(32 * megabyte, 'night');
  const before = process.memoryUsage().rss;
  const tree = await treeOf(
    'huge',
    Array.from({ length: 32 }, (_, at): File => [`part${at}.bin`, part]),
  );
  expect((await tree.entries()).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1024 * megabyte);
  const { output } = await run(tree, 'du -sm . | cut -f1');
  expect(Number(output)).toBeGreaterThanOrEqual(1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(500 * megabyte);
});

describe('odd files', () => {
  const files: File[] = [
    ['-rf', 'gone?\n'],
    ['new\nline.py', 'a = 1\n'],
    ['crlf.py', 'def f():\r\n    return 1\r\n'],
    ['bom.py', '\ufeffx = 1\n'],
    ['tabs.py', 'def f():\n\treturn 1\n'],
    ['old.py', oldEncoding],
    ['model.bin', pointer],
  ];
  let tree: Tree;
  beforeAll(async () => {
    tree = await treeOf('odd', [...files, ['way-out', '/etc/passwd', '120000'], ['module', '1'.repeat(40), '160000']]);
  });

  test('are in the sandbox byte for byte; a link never leads outside it, a submodule is an empty folder', async () => {
    const { output } = await run(
      tree,
      'sha1sum crlf.py bom.py tabs.py old.py model.bin; cat -- -rf; ls -d module; python -c "import old, crlf, bom, tabs; print(ascii(old.name), crlf.f(), bom.x, tabs.f())"; grep -c nightwatch-host way-out',
    );
    const sums = files.slice(2).map(([path, text]) => `${byHashOf(text)}  ${path}`);
    expect(output.split('\n')).toEqual([...sums, 'gone?', 'module', "'J\\xf6rg' 1 1 1", '0', '']);
  });

  test.each([
    ['crlf.py', '    return 1\n', '    return 2\n', 'def f():\r\n    return 2\r\n'],
    ['bom.py', 'x = 1\n', 'x = 2\n', '\ufeffx = 2\n'],
    ['tabs.py', '    return 1\n', '    return 2\n', 'def f():\n\treturn 2\n'],
    ['new\nline.py', 'a = 1\n', 'a = 2\n', 'a = 2\n'],
    ['-rf', 'gone?\n', 'here\n', 'here\n'],
  ])('%j is repaired, and keeps its line endings, BOM and tabs', async (path, search, replace, becomes) => {
    expect(await editedBy(path, search, replace)).toMatchObject({ kind: 'edited', files: [{ path, text: becomes }] });
    const changed = await tree.with([{ path, content: becomes, executable: false }]);
    expect((await changed.read(path))?.text).toBe(becomes);
  });

  test.each(['old.py', 'way-out', 'module'])('%s cannot be repaired, with a reason', async path => {
    expect(await editedBy(path, 'name', 'other')).toMatchObject({
      kind: 'refused',
      reasons: [expect.stringMatching(/cannot be edited: it is not UTF-8 text|is below/)],
    });
  });

  test('old.py on the trace is missing from the prompt, which still has the log', async () => {
    const failure = {
      testId: 'tests/test_old.py::test_name',
      phase: 'call',
      errorType: 'TypeError',
      message: 'no',
    } as const;
    const frames = [{ file: 'old.py', line: 2, function: 'f', inRepository: true }];
    const failures = [{ ...failure, file: 'old.py', line: 2, frames }];
    const finished = { end: 'exited', exitCode: 1, output: 'E   TypeError: no\n', seconds: 1 } as const;
    const ran = { command: 'pytest', outcomes: new Map(), failures, finished, void: null };
    const incident = reproducedFrom(ran, { tree: tree.hash, environment });
    const context = await sourceContext(incident, tree, {
      purpose: 'to repair',
      repository: { tree: async () => null },
    });
    expect(context).toContain('TypeError: no');
    expect(context).not.toContain('coding: latin-1');
  });

  async function editedBy(path: string, search: string, replace: string) {
    const paths = (await tree.entries()).map(entry => entry.path);
    return await edited([{ path, search, replace, line: null }], { tree, paths, workDirectory: '/work' });
  }
});

/** What a command prints in a fresh workspace of the tree. */
async function run(tree: Tree, text: string): Promise<Finished> {
  await using workspace = await sandbox.open(tree, environment);
  return await workspace.run({ text, shell: 'bash {0}', directory: '.', env: {}, seconds: 600 });
}

/** The text is a link's target, or a submodule's commit, where the mode says so. */
type File = [path: string, text: string | Buffer, mode?: '120000' | '160000'];

/** Made by git's fast-import, served by git over HTTP, fetched into a mirror. */
async function treeOf(name: string, files: File[]): Promise<Tree> {
  const directory = join(home, `${name}.git`);
  execFileSync('git', ['init', '--quiet', '--bare', directory]);
  byHand(directory, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  const marks = new Map<string | Buffer, number>();
  for (const [, text, mode] of files) if (mode !== '160000' && !marks.has(text)) marks.set(text, marks.size + 1);
  const blobs = [...marks].flatMap(([text, mark]) => {
    const bytes = Buffer.from(text);
    return [Buffer.from(`blob\nmark :${mark}\ndata ${bytes.length}\n`), bytes, Buffer.from('\n')];
  });
  const entries = files.map(([path, text, mode = '100644']) => {
    const object = mode === '160000' ? text : `:${marks.get(text)}`;
    return `M ${mode} ${object} ${JSON.stringify(path)}`;
  });
  const head = 'commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 1\nx\n';
  byHand(
    directory,
    ['fast-import', '--quiet'],
    Buffer.concat([...blobs, Buffer.from(`${head}${entries.join('\n')}\n`)]),
  );
  const sha = byHand(directory, ['rev-parse', 'main']);
  await using server = await serveGit({ repository: directory });
  const mirrors = openMirrors({ directory: join(home, 'mirrors'), processIdentity: 'test' });
  const tree = await mirrors.tree({ url: server.url, sha, repositoryKey: name, authorization: async () => '' });
  if (!tree) throw new Error('The commit cannot be fetched.');
  return tree;
}

function byHashOf(text: string | Buffer): string {
  return execFileSync('sha1sum', { input: Buffer.from(text), encoding: 'utf8' }).slice(0, 40);
}
