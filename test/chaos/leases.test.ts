// A lease that runs out while its owner still works: both go on, one result counts, and GitHub shows it once.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openMirrors } from '../../src/adapters/git/mirrors.ts';
import { githubRepository } from '../../src/adapters/github/repository.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import { advance } from '../../src/engine/advance.ts';
import type { Engine } from '../../src/engine/step.ts';
import type { Repaired } from '../../src/incident/incident.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { Repository } from '../../src/ports.ts';
import type { Claim } from '../../src/store.ts';
import { limits, patch, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';
import { world } from '../engine/stand-ins.ts';
import { type GitHubFixture, startGitHubFixture, workflow } from '../standins/github/github-fixture.ts';

const shop = 'acme/shop';
let fixture: GitHubFixture;
let temporary: TemporaryStore;
let repository: Repository;
let first: Claim;

beforeEach(async () => {
  fixture = await startGitHubFixture();
  temporary = await temporaryStore();
  first = await repairedIncident();
});

afterEach(async () => {
  await fixture.github.settled();
  await fixture.stop();
  await temporary[Symbol.asyncDispose]();
});

describe('an owner whose lease runs out', () => {
  test('while it publishes: its save is refused, and there is one branch, one pull request and one journal entry', async () => {
    const late = held('propose');
    const working = advance(first, late.engine, new AbortController().signal);
    await late.reached;
    await anotherFinishes();
    late.letGo();
    expect(await working).toBeNull();
    expect(late.logged).toContainEqual(
      expect.objectContaining({ sentence: expect.stringMatching(/discarding the work/) }),
    );
    expect((await incident())?.entry.state).toBe('published');
    expect((await incident())?.steps.map(({ stage, result }) => `${stage} ${result}`)).toEqual([
      'repair next',
      'publish next',
    ]);
    expect(await fixture.github.pulls(shop)).toHaveLength(1);
  });

  test('while it reports: an outdated report that it writes over the current one is written again', async () => {
    const late = held('showCheck');
    const working = advance(first, late.engine, new AbortController().signal);
    await late.reached;
    await anotherFinishes();
    expect(checks()).toMatchObject([{ status: 'completed' }]);
    late.letGo();
    expect(await working).toBeNull();
    expect(checks()).toMatchObject([{ status: 'in_progress' }]);
    expect(await temporary.store.pending()).toBe(1);
    await anotherFinishes();
    expect(checks()).toMatchObject([{ status: 'completed' }]);
    expect(await temporary.store.pending()).toBe(0);
  });
});

function incident() {
  return temporary.store.find(first.entry.incident.id);
}

function checks() {
  return fixture.github.checkRuns(shop).filter(({ name }) => name === 'Nightwatch');
}

/** An incident before `publish`, whose tested tree is a real one, and the claim of its first owner. */
async function repairedIncident(): Promise<Claim> {
  const files = { '.github/workflows/ci.yml': workflow, 'user_service.py': 'old\n' };
  const headSha = await fixture.github.commit({ repository: shop, branch: 'main', files, message: 'CI' });
  const run = sampleRun({ installationId: fixture.installationId, owner: 'acme', repo: 'shop', headSha });
  const mirrors = openMirrors({ directory: join(fixture.folder, 'mirrors'), processIdentity: 'test' });
  repository = githubRepository({ octokit: fixture.octokit, run, mask: secretMasker() }, mirrors);
  const changes = [{ path: 'user_service.py', content: 'new\n', executable: false }];
  const tested = await (await repository.tree(headSha))?.with(changes);
  if (!tested) throw new Error('The commit cannot be fetched.');
  const proof = { ...patch.proof, treeAfter: tested.hash };
  const repaired: Repaired = { ...sampleEntries(run).repaired.incident, patch: { ...patch, changes, proof } };
  await temporary.store.open(run, limits);
  const saved = await temporary.store.save(
    await claimed('first'),
    { state: 'repaired', incident: { ...repaired, id: incidentId(run) } },
    sampleStep({ stage: 'repair' }),
  );
  if (saved === 'stale' || saved === 'duplicate') throw new Error(saved);
  return saved;
}

async function claimed(owner: string): Promise<Claim> {
  const now = temporary.now();
  const claim = await temporary.store.claim({ owner, now, until: new Date(now.getTime() + 30_000) });
  if (!claim) throw new Error('There is nothing to claim.');
  return claim;
}

/** The first owner's lease runs out; another one takes the incident to its end. */
async function anotherFinishes(): Promise<void> {
  temporary.pass(31);
  let claim: Claim | null = await claimed('another');
  while (claim) claim = await advance(claim, engineWith(repository).engine, new AbortController().signal);
}

/** An engine whose first call of this effect waits before it begins. */
function held(effect: 'propose' | 'showCheck') {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const waiting = {
    async propose(change: Parameters<Repository['propose']>[0]) {
      reached.resolve();
      await gate.promise;
      return await repository.propose(change);
    },
    async showCheck(view: Parameters<Repository['showCheck']>[0]) {
      reached.resolve();
      await gate.promise;
      await repository.showCheck(view);
    },
  };
  const made = engineWith({ ...repository, [effect]: waiting[effect] });
  return { ...made, reached: reached.promise, letGo: gate.resolve };
}

function engineWith(bound: Repository): { engine: Engine; logged: readonly { sentence: string }[] } {
  return world({ store: temporary.store, now: temporary.now, repository: () => bound });
}
