// What unfinished incidents need, so that it is not removed for want of space.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Entry } from '../../../src/incident/incident.ts';
import type { WorkflowRun } from '../../../src/incident/run.ts';
import { limits, reproduction, sampleEntries, sampleRun, sampleStep, stopped } from '../../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../../contracts/temporary-store.ts';

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await temporaryStore();
});
afterEach(async () => {
  await temporary[Symbol.asyncDispose]();
});

test('is nothing while there is no incident', async () => {
  expect(await temporary.store.needed()).toEqual({ environments: new Set(), repositories: new Set() });
});

test('is the repository of each, and its environment once it has one', async () => {
  await savedAs(sampleRun({ runId: 1, repositoryId: 1 }), run => sampleEntries(run).collected);
  await savedAs(sampleRun({ runId: 2, repositoryId: 2 }), run => sampleEntries(run).reproduced);
  await savedAs(sampleRun({ runId: 3, repositoryId: null }), run => sampleEntries(run).collected);
  expect(await temporary.store.needed()).toEqual({
    environments: new Set([reproduction.environment.digest]),
    repositories: new Set(['github.com/1', 'github.com/2', 'github.com/octo/mail']),
  });
});

test('is nothing of an incident that has ended, once that is reported', async () => {
  const run = sampleRun();
  const claim = await savedAs(run, () => stopped(sampleEntries(run).reproduced.incident));
  expect((await temporary.store.needed()).repositories.size).toBe(1);
  await temporary.store.reported(claim);
  expect(await temporary.store.needed()).toEqual({ environments: new Set(), repositories: new Set() });
});

/** Each run has a commit of its own: two incidents of one failure are one. */
async function savedAs(run: WorkflowRun, entryOf: (run: WorkflowRun) => Entry) {
  const { store, now } = temporary;
  const own = { ...run, headSha: `${run.runId}`.padStart(40, '0') };
  await store.open(own, limits);
  const claim = await store.claim({ owner: `${own.runId}`, until: new Date(now().getTime() + 60_000), now: now() });
  if (!claim) throw new Error('no row');
  const saved = await store.save(claim, entryOf(own), sampleStep());
  if (typeof saved === 'string') throw new Error(saved);
  return saved;
}
