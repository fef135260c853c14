// A month of incidents in a real store, for looking at the dashboard: fixes, stops, waits and work in progress.
import type { Entry } from '../../src/incident/incident.ts';
import type { StepRecord } from '../../src/incident/journal.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import type { StopCode } from '../../src/incident/stop.ts';
import { limits, sampleEntries, sampleRun, sampleStep, stopped } from '../contracts/store-entries.ts';
import type { TemporaryStore } from '../contracts/temporary-store.ts';

export const diffOfAFile = `diff --git a/user_service.py b/user_service.py
index 3f1c2aa..9be0a11 100644
--- a/user_service.py
+++ b/user_service.py
@@ -10,6 +10,8 @@ def send_notification(user_id, message):
     """Send a message to a user; False when there is none."""
     user = find_user(user_id)
-    name = user["name"]
+    if user is None:
+        return False
+    name = user["name"]  # a name of a length that goes beyond the width of any phone, so that the box has to scroll
     return deliver(name, message, retries=3)
`;

/** One journal entry, which starts so many seconds after the last one has ended. */
export type Passed = Partial<StepRecord> & { readonly after?: number };

/** Adds one incident as the engine would, entry by entry. */
export async function addIncident(temporary: TemporaryStore, entry: Entry, steps: readonly Passed[]): Promise<void> {
  const { store, now, pass } = temporary;
  await store.open(entry.incident.run, limits);
  let held = await store.claim({ owner: 'me', until: new Date(now().getTime() + 86_400_000), now: now() });
  for (const { after = 1, ...step } of steps) {
    if (!held) throw new Error('there was nothing to claim');
    pass(after);
    const record = sampleStep({ startedAt: now(), ...step });
    pass(record.seconds);
    if (record.result === 'transient') {
      await store.release(held, { notBefore: new Date(now().getTime() + 1000), step: record });
      pass(2);
      held = await store.claim({ owner: 'me', until: new Date(now().getTime() + 86_400_000), now: now() });
      continue;
    }
    const saved = await store.save(held, entry, record);
    if (typeof saved === 'string') throw new Error(saved);
    held = saved;
  }
  if (held) await store.reported(held);
}

export const stepsOfARepair: readonly Passed[] = [
  { stage: 'collect', after: 4, seconds: 2.1 },
  { stage: 'diagnose', seconds: 0.4, result: 'transient', detail: 'Gemini is overloaded (503).' },
  { stage: 'diagnose', after: 480, seconds: 9.4 },
  { stage: 'reproduce', seconds: 61 },
  { stage: 'guard', seconds: 24 },
  { stage: 'repair', seconds: 21.5, result: 'again', detail: 'guard-red: The regression test still fails.' },
  { stage: 'repair', seconds: 48 },
  { stage: 'publish', seconds: 3.2 },
];

/** A published one with a whole diff; the newest of the history, and its address. */
export function publishedEntry(run: WorkflowRun): Entry {
  const { incident } = sampleEntries(run).published;
  const ledger = { ...incident.ledger, modelSeconds: 31, sandboxSeconds: 118 };
  return { state: 'published', incident: { ...incident, ledger, patch: { ...incident.patch, diff: diffOfAFile } } };
}

/** Fixes and stops over some days, ending with one fix, one mistake of ours and one that is queued. */
export async function sampleHistory(temporary: TemporaryStore): Promise<{ published: string; mistake: string }> {
  const codes: (StopCode | null)[] = [null, 'flaky', null, 'not-code', null, 'no-guard', null, null, 'flaky'];
  let runId = 19_000_000_000;
  const next = () => sampleRun({ runId: ++runId, headSha: `${runId}`.padStart(40, 'a') });
  for (const code of codes) {
    const run = next();
    const entry = code === null ? publishedEntry(run) : stopped(sampleEntries(run).diagnosed.incident, code);
    await addIncident(temporary, entry, [{ stage: 'publish', after: 300 + (runId % 7) * 60, seconds: 4 }]);
    temporary.pass(86_400 * 0.7);
  }
  const mistake = stopped(sampleEntries(next()).diagnosed.incident, 'internal-error');
  await addIncident(temporary, mistake, [{ stage: 'reproduce', result: 'stop' }]);
  const published = publishedEntry(next());
  await addIncident(temporary, published, stepsOfARepair);
  await temporary.store.open(sampleRun({ runId: 1, repo: 'shop' }), limits);
  const address = ({ incident }: Entry) => `/incidents/${incident.id}`;
  return { published: address(published), mistake: address(mistake) };
}
