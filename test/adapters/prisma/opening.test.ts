import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { incidentId } from '../../../src/incident/names.ts';
import { limits, sampleRun } from '../../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../../contracts/temporary-store.ts';

const run = sampleRun();
const runs = (count: number) =>
  Array.from({ length: count }, (_, index) => sampleRun({ runId: 7_000 + index, attempt: 1 }));

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await temporaryStore();
});
afterEach(async () => {
  await temporary[Symbol.asyncDispose]();
});

test('of a thousand runs asked for at once, each becomes an incident', async () => {
  const opened = await Promise.all(runs(1_000).map(one => temporary.store.open(one, limits)));
  expect(new Set(opened)).toEqual(new Set(['opened']));
  expect(await temporary.store.pending()).toBe(1_000);
});

test('the same run many times among others is opened once, and known the other times', async () => {
  const [first = run, ...others] = runs(30);
  await temporary.store.open(others[4] ?? run, limits);
  const asked = [first, ...others, ...Array.from({ length: 50 }, () => first)];
  const opened = await Promise.all(asked.map(one => temporary.store.open(one, limits)));
  expect(opened.filter(each => each === 'opened')).toHaveLength(29);
  expect(opened.slice(-50)).toEqual(Array.from({ length: 50 }, () => 'known'));
  expect(await temporary.store.pending()).toBe(30);
});

test('what was opened together is read back as it was asked for', async () => {
  const strange = {
    ...run,
    runId: 1,
    attempt: 1,
    workflowName: `"quotes" 'and' ; -- \n ${'\u{1F319}'}`,
    headBranch: "a'b",
  };
  const opened = await Promise.all([strange, ...runs(3)].map(one => temporary.store.open(one, limits)));
  expect(opened).toHaveLength(4);
  const found = await temporary.store.find(incidentId(strange));
  expect(found?.entry.incident.run).toEqual({ ...strange });
  expect(found?.entry.incident.limits).toEqual(limits);
  expect(found?.openedAt).toEqual(temporary.now());
});

test('whoever is told that a run was opened finds it in the log on the disk', async () => {
  await temporary.store.open(runs(1)[0] ?? run, limits);
  expect((await readFile(`${temporary.file}-wal`)).includes('7000-1')).toBe(true);
});
