// Real processes that end in the middle of a stage: killed ones are counted, those that shut down are not.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startWorker, type Worker } from '../../src/engine/worker.ts';
import { incidentId } from '../../src/incident/names.ts';
import { limits, sampleRun } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';
import { world } from './stand-ins.ts';

const run = sampleRun();
let temporary: TemporaryStore;
let child: ChildProcess | undefined;
let last: Worker | undefined;

beforeEach(async () => {
  temporary = await temporaryStore();
  await temporary.store.open(run, limits);
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await last?.stop(600_000);
  await temporary[Symbol.asyncDispose]();
});

test('a stage whose process is killed three times is not started again: a person gets what was learned', async () => {
  for (const owner of ['first', 'second', 'third']) await endInStage(owner, 'SIGKILL');
  expect(await ending()).toBe('cut-off');
});

test('a stage whose process is killed twice is started once more', async () => {
  for (const owner of ['first', 'second']) await endInStage(owner, 'SIGKILL');
  expect(await ending()).toBe('nothing-to-fix');
});

test('a process that shuts down never counts', async () => {
  for (const owner of ['first', 'second', 'third', 'fourth']) await endInStage(owner, 'SIGTERM');
  expect(await ending()).toBe('nothing-to-fix');
});

/** Starts a process, waits until its stage has begun, and ends it; a dead one's lease ends as the sweep would end it. */
async function endInStage(owner: string, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const script = join(import.meta.dirname, 'hanging-worker.ts');
  child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, temporary.databaseUrl, owner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout ?? child, 'data'), ended.then(() => Promise.reject(new Error('It exited.')))]);
  child.kill(signal);
  await ended;
  expect(await temporary.store.endLeasesOf(owner)).toBe(signal === 'SIGKILL' ? 1 : 0);
}

/** What the incident ends with in a process that is left alone. */
async function ending(): Promise<string | undefined> {
  const { engine } = world({ store: temporary.store, now: () => new Date() });
  last = startWorker({ ...engine, owner: 'last', concurrency: 1, leaseMs: 60_000, pollMs: 10 });
  while ((await temporary.store.pending()) > 0) await new Promise(resolve => setTimeout(resolve, 20));
  const view = await temporary.store.find(incidentId(run));
  return view?.entry.state === 'stopped' ? view.entry.incident.stop.code : undefined;
}
