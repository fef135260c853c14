// Puts rows where a test begins, and leaves out of their journals how they came there.
import type { Entry } from '../../src/incident/incident.ts';
import type { IncidentView } from '../../src/incident/journal.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import type { Claim } from '../../src/store.ts';
import { sampleEntries, sampleStep } from '../contracts/store-entries.ts';
import type { TemporaryStore } from '../contracts/temporary-store.ts';

const before = 'before';

/** Puts the oldest row into a state, its report not yet shown, and gives it back. */
export async function bring(entry: Entry, temporary: TemporaryStore): Promise<void> {
  const held = await maybeBring(() => entry, temporary);
  if (!held) throw new Error('There is nothing to claim.');
  await temporary.store.release(held);
}

/** All rows, their settings read. */
export async function configureAll(temporary: TemporaryStore): Promise<void> {
  const all: Claim[] = [];
  const next = () => maybeBring(run => sampleEntries(run).configured, temporary);
  for (let held = await next(); held; held = await next()) all.push(held);
  for (const held of all) await temporary.store.release(held);
}

export function sinceThen(view: IncidentView): IncidentView {
  return { ...view, steps: view.steps.filter(({ stage }) => stage !== before) };
}

async function maybeBring(entryOf: (run: WorkflowRun) => Entry, { store, now }: TemporaryStore): Promise<Claim | null> {
  const claim = await store.claim({ owner: before, now: now(), until: new Date(now().getTime() + 60_000) });
  if (!claim) return null;
  const saved = await store.save(claim, entryOf(claim.entry.incident.run), sampleStep({ stage: before }));
  if (saved === 'stale' || saved === 'duplicate') throw new Error(saved);
  return saved;
}
