// Blobs, trees, commits and refs through the API are git's own.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitHubFixture, git, startGitHubFixture } from './github-fixture.ts';

let fixture: GitHubFixture;
let head: string;
const shop = { owner: 'acme', repo: 'shop' };

beforeAll(async () => {
  fixture = await startGitHubFixture();
  head = await fixture.github.commit({
    repository: 'acme/shop',
    branch: 'main',
    files: { 'src/a.py': 'a = 1\n', 'src/b.py': 'b = 1\n', 'docs/old.md': 'old' },
    message: 'Files',
  });
});

afterAll(async () => {
  await fixture.stop();
});

/** What git itself makes of the same change, in a work tree of its own. */
async function treeByGit(change: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(fixture.folder, 'by-git');
  await git(fixture.folder, 'clone', '--quiet', fixture.github.gitDirectory('acme/shop'), folder);
  await change(folder);
  await git(folder, 'add', '--all');
  return await git(folder, 'write-tree');
}

async function treeOf(commit: string): Promise<string> {
  return (await fixture.octokit.rest.git.getCommit({ ...shop, commit_sha: commit })).data.tree.sha;
}

describe('a tree', () => {
  test('built from another with changes, removals and modes has the hash git gives it', async () => {
    const blob = await fixture.octokit.rest.git.createBlob({
      ...shop,
      content: Buffer.from('a = 2\n').toString('base64'),
      encoding: 'base64',
    });
    const { data } = await fixture.octokit.rest.git.createTree({
      ...shop,
      base_tree: await treeOf(head),
      tree: [
        { path: 'src/a.py', mode: '100644', type: 'blob', sha: blob.data.sha },
        { path: 'src/b.py', mode: '100644', type: 'blob', sha: null },
        { path: 'docs', mode: '040000', type: 'tree', sha: null },
        { path: 'run $&.sh', mode: '100755', type: 'blob', content: 'echo grüezi\n' },
      ],
    });
    const expected = await treeByGit(async folder => {
      await writeFile(join(folder, 'src/a.py'), 'a = 2\n');
      await git(folder, 'rm', '-r', '--quiet', 'src/b.py', 'docs');
      await writeFile(join(folder, 'run $&.sh'), 'echo grüezi\n', { mode: 0o755 });
    });
    expect(data.sha).toBe(expected);
    const whole = await fixture.octokit.rest.git.getTree({ ...shop, tree_sha: expected, recursive: 'true' });
    expect(whole.data.tree.map(({ path, mode }) => [path, mode])).toEqual([
      ['README.md', '100644'],
      ['run $&.sh', '100755'],
      ['src', '040000'],
      ['src/a.py', '100644'],
    ]);
  });

  test('can put a whole folder elsewhere', async () => {
    const { data } = await fixture.octokit.rest.git.getTree({ ...shop, tree_sha: 'main' });
    const src = data.tree.find(({ path }) => path === 'src')?.sha ?? '';
    const moved = await fixture.octokit.rest.git.createTree({
      ...shop,
      tree: [{ path: 'lib/copy', mode: '040000', type: 'tree', sha: src }],
    });
    const copy = await fixture.octokit.rest.git.getTree({ ...shop, tree_sha: moved.data.sha, recursive: 'true' });
    expect(copy.data.tree.find(({ path }) => path === 'lib/copy')?.sha).toBe(src);
  });

  test.each([
    ['an unknown blob', { path: 'x', mode: '100644', sha: '1'.repeat(40) }],
    ['neither a blob nor a text', { path: 'x', mode: '100644' }],
    ['the removal of what is not there', { path: 'none', mode: '100644', sha: null }],
    ['a path that leaves the repository', { path: '../x', mode: '100644', content: 'x' }],
    ['a path into .git', { path: '.git/config', mode: '100644', content: 'x' }],
  ] as const)('with %s is refused', async (_, entry) => {
    await expect(fixture.octokit.rest.git.createTree({ ...shop, tree: [entry] })).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('a commit', () => {
  test("left to GitHub is the App's and verified", async () => {
    const { data } = await fixture.octokit.rest.git.createCommit({
      ...shop,
      message: 'Fix it\n\nWith a body',
      tree: await treeOf(head),
      parents: [head],
    });
    expect(data).toMatchObject({
      message: 'Fix it\n\nWith a body',
      author: { name: 'nightwatch[bot]' },
      committer: { name: 'GitHub', email: 'noreply@github.com' },
      verification: { verified: true, reason: 'valid' },
      parents: [{ sha: head }],
    });
    const shown = await fixture.octokit.rest.repos.getCommit({ ...shop, ref: data.sha });
    expect(shown.data).toMatchObject({ author: { login: 'nightwatch[bot]', type: 'Bot' }, files: [] });
  });

  test('in the name of another is not verified', async () => {
    const author = { name: 'Someone', email: 'someone@example.com', date: '2026-01-02T03:04:05Z' };
    const { data } = await fixture.octokit.rest.git.createCommit({
      ...shop,
      message: 'x',
      tree: await treeOf(head),
      author,
    });
    expect(data).toMatchObject({ author, committer: author, verification: { verified: false, reason: 'unsigned' } });
  });
});

describe('a ref', () => {
  async function child(of: string): Promise<string> {
    const tree = await treeOf(of);
    return (await fixture.octokit.rest.git.createCommit({ ...shop, message: 'Next', tree, parents: [of] })).data.sha;
  }

  test('is made once, moved forward, forced back, and removed', async () => {
    const next = await child(head);
    const ref = 'heads/nightwatch/fix-1';
    await fixture.octokit.rest.git.createRef({ ...shop, ref: `refs/${ref}`, sha: head });
    await expect(fixture.octokit.rest.git.createRef({ ...shop, ref: `refs/${ref}`, sha: head })).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Reference already exists' } },
    });
    await fixture.octokit.rest.git.updateRef({ ...shop, ref, sha: next });
    await expect(fixture.octokit.rest.git.updateRef({ ...shop, ref, sha: head })).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Update is not a fast forward' } },
    });
    const { data } = await fixture.octokit.rest.git.updateRef({ ...shop, ref, sha: head, force: true });
    expect(data).toMatchObject({ ref: `refs/${ref}`, object: { type: 'commit', sha: head } });
    const matching = await fixture.octokit.rest.git.listMatchingRefs({ ...shop, ref: 'heads/nightwatch/' });
    expect(matching.data.map(one => one.ref)).toEqual([`refs/${ref}`]);
    await fixture.octokit.rest.git.deleteRef({ ...shop, ref });
    await expect(fixture.octokit.rest.git.getRef({ ...shop, ref })).rejects.toMatchObject({ status: 404 });
  });

  test('made twice at once is made once', async () => {
    const make = () => fixture.octokit.rest.git.createRef({ ...shop, ref: 'refs/heads/race', sha: head });
    const outcomes = await Promise.allSettled([make(), make(), make()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  test('to nothing, or of a wrong name, is refused', async () => {
    const make = (ref: string, sha: string) => fixture.octokit.rest.git.createRef({ ...shop, ref, sha });
    await expect(make('refs/heads/x', '1'.repeat(40))).rejects.toMatchObject({ status: 422 });
    await expect(make('refs/heads/x..y', head)).rejects.toMatchObject({ status: 422 });
    await expect(make('main', head)).rejects.toMatchObject({ status: 422 });
  });
});

describe('contents', () => {
  test('of a file, of a folder, raw, and of nothing', async () => {
    const file = await fixture.octokit.rest.repos.getContent({ ...shop, path: 'src/a.py', ref: head });
    expect(file.data).toMatchObject({ type: 'file', name: 'a.py', path: 'src/a.py', size: 6, encoding: 'base64' });
    const folder = await fixture.octokit.rest.repos.getContent({ ...shop, path: 'src' });
    expect(folder.data).toMatchObject([{ path: 'src/a.py', type: 'file' }, { path: 'src/b.py' }]);
    const raw = await fetch(`${fixture.github.apiUrl}/repos/acme/shop/contents/src/a.py`, {
      headers: { accept: 'application/vnd.github.raw', authorization: `Bearer ${await fixture.token()}` },
    });
    expect(await raw.text()).toBe('a = 1\n');
    await expect(fixture.octokit.rest.repos.getContent({ ...shop, path: 'src/none.py' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(fixture.octokit.rest.repos.getContent({ ...shop, path: '..' })).rejects.toMatchObject({ status: 404 });
  });

  test('of a blob are byte for byte what was put in', async () => {
    const content = Buffer.from([0, 255, 10, 13, 10, 128]).toString('base64');
    const { data } = await fixture.octokit.rest.git.createBlob({ ...shop, content, encoding: 'base64' });
    const blob = await fixture.octokit.rest.git.getBlob({ ...shop, file_sha: data.sha });
    expect(blob.data).toMatchObject({ content: `${content}\n`, size: 6 });
  });
});

test('branches are listed', async () => {
  const { data } = await fixture.octokit.rest.repos.listBranches({ ...shop, protected: false });
  expect(data).toContainEqual(expect.objectContaining({ name: 'main', protected: false }));
});

describe('commits', () => {
  test('are listed page by page, the newest first', async () => {
    for (const n of [1, 2, 3]) {
      await fixture.github.commit({
        repository: 'acme/shop',
        branch: 'many',
        files: { n: String(n) },
        message: `Commit ${n}`,
      });
    }
    const commits = await fixture.octokit.paginate(fixture.octokit.rest.repos.listCommits, {
      ...shop,
      sha: 'many',
      per_page: 2,
    });
    const messages = commits.map(({ commit }) => commit.message);
    expect(messages).toEqual(['Commit 3', 'Commit 2', 'Commit 1', 'Files', 'Initial commit']);
  });

  test('are compared', async () => {
    await fixture.github.commit({
      repository: 'acme/shop',
      branch: 'side',
      files: { 'src/a.py': 'a = 3\n', 'docs/old.md': null, 'z.bin': '\0\x01' },
      message: 'Side',
    });
    const { data } = await fixture.octokit.rest.repos.compareCommitsWithBasehead({ ...shop, basehead: 'main...side' });
    expect(data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0, total_commits: 1 });
    expect(data.files).toMatchObject([
      { filename: 'docs/old.md', status: 'removed', additions: 0, deletions: 1 },
      { filename: 'src/a.py', status: 'modified', additions: 1, deletions: 1, patch: '@@ -1 +1 @@\n-a = 1\n+a = 3' },
      { filename: 'z.bin', status: 'added', additions: 0 },
    ]);
  });
});
