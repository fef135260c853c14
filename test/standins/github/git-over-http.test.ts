// Git itself against the local GitHub: clone, fetch one commit, push.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubFixture, git, startGitHubFixture, withToken, workflow } from './github-fixture.ts';

let fixture: GitHubFixture;

beforeAll(async () => {
  fixture = await startGitHubFixture();
});

afterAll(async () => {
  await fixture.stop();
});

async function folder(name: string): Promise<string> {
  const path = join(fixture.folder, name);
  await mkdir(path);
  return path;
}

test('a token clones a private repository', async () => {
  const into = await folder('cloned');
  await git(into, ...withToken(await fixture.token()), 'clone', '--quiet', fixture.github.cloneUrl('acme/shop'), '.');
  expect(await readFile(join(into, 'README.md'), 'utf8')).toBe('Shop\n');
});

test('a token in the password, given when asked, clones too', async () => {
  const url = new URL(fixture.github.cloneUrl('acme/shop'));
  url.username = 'x-access-token';
  url.password = await fixture.token();
  const into = await folder('cloned-with-password');
  await git(into, 'clone', '--quiet', url.href, '.');
  expect(await git(into, 'log', '--format=%s')).toBe('Initial commit');
});

test('a private repository cannot be cloned without a valid token', async () => {
  const into = await folder('refused');
  const url = fixture.github.cloneUrl('acme/shop');
  await expect(git(into, 'clone', url, '.')).rejects.toThrow(/could not read Username|Authentication failed/);
  await expect(git(into, ...withToken('ghs_wrong'), 'clone', url, '.')).rejects.toThrow(
    /Authentication|401|could not read/,
  );
});

test('anyone clones a public repository', async () => {
  await fixture.github.createRepository({ owner: 'acme', name: 'open', from: { files: { a: 'a' } } });
  const into = await folder('open');
  await git(into, 'clone', '--quiet', fixture.github.cloneUrl('acme/open'), '.');
  expect(await readFile(join(into, 'a'), 'utf8')).toBe('a');
});

test('one commit is fetched by its hash, even when no branch shows it any more', async () => {
  const lost = await fixture.github.commit({
    repository: 'acme/shop',
    branch: 'away',
    files: { 'x.txt': 'x' },
    message: 'Lost',
  });
  await fixture.octokit.rest.git.deleteRef({ owner: 'acme', repo: 'shop', ref: 'heads/away' });
  const into = await folder('fetched');
  await git(into, 'init', '--quiet');
  const url = fixture.github.cloneUrl('acme/shop');
  await git(into, ...withToken(await fixture.token()), 'fetch', '--quiet', '--depth=1', url, lost);
  expect(await git(into, 'rev-parse', 'FETCH_HEAD')).toBe(lost);
  expect(await git(into, 'rev-list', '--count', 'FETCH_HEAD')).toBe('1');
});

test('a push by a token moves the branch, tells the App and runs the workflows', async () => {
  const into = await folder('pushed');
  const credentials = withToken(await fixture.token());
  await git(into, ...credentials, 'clone', '--quiet', fixture.github.cloneUrl('acme/shop'), '.');
  await mkdir(join(into, '.github/workflows'), { recursive: true });
  await writeFile(join(into, '.github/workflows/ci.yml'), workflow);
  await git(into, 'add', '.');
  await git(into, 'commit', '--quiet', '-m', 'Add CI');
  await git(into, ...credentials, 'push', '--quiet', 'origin', 'HEAD:refs/heads/topic/ci');
  const sha = await git(into, 'rev-parse', 'HEAD');
  await fixture.github.settled();

  const { data } = await fixture.octokit.rest.repos.getBranch({ owner: 'acme', repo: 'shop', branch: 'topic/ci' });
  expect(data).toMatchObject({ name: 'topic/ci', commit: { sha }, protected: false });
  expect(fixture.calls.at(-1)).toMatchObject({
    sha,
    ref: 'refs/heads/topic/ci',
    event: 'push',
    workflowText: workflow,
  });
  const push = fixture.github
    .deliveries()
    .find(({ event, body }) => event === 'push' && JSON.parse(body).after === sha);
  expect(JSON.parse(push?.body ?? '{}')).toMatchObject({
    ref: 'refs/heads/topic/ci',
    created: true,
    sender: { login: 'nightwatch[bot]', type: 'Bot' },
    head_commit: { id: sha, message: 'Add CI', added: ['.github/workflows/ci.yml'] },
  });
});

test('a token without write permission cannot push', async () => {
  const { data } = await fixture.app.rest.apps.createInstallationAccessToken({
    installation_id: fixture.installationId,
    permissions: { contents: 'read' },
  });
  const into = await folder('read-only');
  await git(into, ...withToken(data.token), 'clone', '--quiet', fixture.github.cloneUrl('acme/shop'), '.');
  await git(into, 'commit', '--quiet', '--allow-empty', '-m', 'Nothing');
  await expect(git(into, ...withToken(data.token), 'push', 'origin', 'HEAD')).rejects.toThrow(/403/);
});

test('a repository made from a path can be pushed commit by commit, and the original stays as it was', async () => {
  const original = await folder('original');
  await git(original, 'init', '--quiet', '--initial-branch=main');
  const commit = async (name: string) => {
    await git(original, 'commit', '--quiet', '--allow-empty', '-m', name);
    return await git(original, 'rev-parse', 'HEAD');
  };
  const green = await commit('Green');
  const red = await commit('Red');
  const before = await git(original, 'for-each-ref');

  await fixture.github.createRepository({ owner: 'acme', name: 'copy', from: { path: original, upTo: green } });
  const head = async () => {
    const { data } = await fixture.octokit.rest.git.getRef({ owner: 'acme', repo: 'copy', ref: 'heads/main' });
    return data.object.sha;
  };
  expect(await head()).toBe(green);
  await fixture.github.push({ repository: 'acme/copy', branch: 'main', sha: red });
  expect(await head()).toBe(red);
  expect(await git(original, 'for-each-ref')).toBe(before);
});
