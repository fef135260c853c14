// app.yml asks for what the requests to GitHub need: less of any permission is refused, and each event has a handler.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { githubRepository } from '../../src/adapters/github/repository.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import { handled } from '../../src/intake/intake.ts';
import type { Repository, Tree } from '../../src/ports.ts';
import type { Permissions } from '../../src/standins/github/state/accounts.ts';
import { type GitHubFixture, job, startGitHubFixture, workflow } from '../standins/github/github-fixture.ts';
import { runningCheck } from './running-check.ts';
import { sampleRun } from './store-entries.ts';

const manifest: { default_permissions: Permissions; default_events: string[] } = parse(
  await readFile(join(import.meta.dirname, '../../app.yml'), 'utf8'),
);
const { metadata, ...asked } = manifest.default_permissions;

/** What the line does that needs the most of each permission. */
const uses: Record<string, (bound: Bound) => Promise<unknown>> = {
  actions: ({ repository }) => repository.jobs(),
  checks: ({ repository }) => repository.showCheck(runningCheck),
  contents: propose,
  issues: ({ repository }) =>
    repository.escalate({ marker: '<!-- nightwatch:f00d:1 -->', title: 'T', body: 'B', labels: ['nightwatch'] }),
  pull_requests: propose,
};

interface Bound {
  repository: Repository;
  headSha: string;
}

let fixture: GitHubFixture;

afterEach(() => fixture.stop());

test('nothing is asked for that nothing uses, and every App has metadata', async () => {
  await bind(manifest.default_permissions);
  expect(Object.keys(uses)).toEqual(Object.keys(asked).sort());
  expect(metadata).toBe('read');
  expect(manifest.default_events.sort()).toEqual([...new Set([...handled].map(name => name.split('.')[0]))].sort());
});

test.each(Object.keys(uses))('%s: what app.yml asks for is enough, and less is refused', async name => {
  const use = uses[name] as (bound: Bound) => Promise<unknown>;
  await use(await bind(manifest.default_permissions));
  await fixture.stop();
  await expect(use(await bind(lowered(name)))).rejects.toThrow('Resource not accessible by integration');
});

/** One step less: read where it was write, nothing where it was read. */
function lowered(name: string): Permissions {
  const { [name]: access, ...others } = manifest.default_permissions;
  return access === 'write' ? { ...others, [name]: 'read' } : others;
}

async function bind(permissions: Permissions): Promise<Bound> {
  fixture = await startGitHubFixture({
    permissions,
    runWorkflow: async () => [job({ name: 'test', conclusion: 'failure' })],
  });
  const { github, octokit, installationId, folder } = fixture;
  const files = { '.github/workflows/ci.yml': workflow, 'a.py': 'a = 1\n' };
  const headSha = await github.commit({ repository: 'acme/shop', branch: 'main', files, message: 'CI' });
  await github.settled();
  const runId = github.workflowRuns('acme/shop')[0]?.id ?? 0;
  const run = sampleRun({ installationId, owner: 'acme', repo: 'shop', runId, headSha });
  const mirrors = openMirrors({ directory: join(folder, 'mirrors'), processIdentity: 'test' });
  return { repository: githubRepository({ octokit, run, mask: secretMasker() }, mirrors), headSha };
}

/** The adapter returns GitHub's refusal of a proposal, because the line reports it; here it is thrown like the others. */
async function propose({ repository, headSha }: Bound): Promise<void> {
  const files = [{ path: 'a.py', content: 'a = 2\n', executable: false }];
  const before = (await repository.tree(headSha)) as Tree;
  const proposed = await repository.propose({
    branch: 'nightwatch/fix-a',
    parent: headSha,
    into: 'main',
    files,
    tree: (await before.with(files)).hash,
    commitMessage: 'Fix a\n\nNightwatch-Incident: 1-1',
    title: 'Fix a',
    body: 'Why.',
    labels: ['nightwatch'],
    isDraft: false,
  });
  if (proposed.kind === 'refused') throw new Error(proposed.reason);
}
