// Takes up an incident that waits for approval. By compare-and-set, so that of two clicks, or two processes, one does it.
import type { Entry } from '../../incident/incident.ts';
import type { StepRecord } from '../../incident/journal.ts';
import type { Store } from '../../store.ts';
import { written } from './faults.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';
import { entryColumns, entryOf, entryParts, stepColumns } from './rows.ts';
import type { SealedFacts } from './sealed-facts.ts';

export function approving(prisma: PrismaClient, facts: SealedFacts, now: () => Date): Store['approve'] {
  return async ({ id, repositoryId, login }) => {
    const row = await prisma.incident.findUnique({ where: { id }, include: entryParts });
    const waiting = row && takenUp(entryOf(row, facts.opened), { repositoryId, login, at: now() });
    if (!waiting) return 'not-waiting';
    const { entry, step } = await facts.kept(waiting, stepOf(login, now()));
    const where = { id, version: row.version, state: 'stopped' };
    const data = { ...entryColumns(entry), version: { increment: 1 }, faults: 0, notBefore: null, updatedAt: now() };
    return await written(
      prisma.$transaction(async tx => {
        if ((await tx.incident.updateMany({ where, data })).count === 0) return 'not-waiting';
        await tx.step.create({ data: { incidentId: id, ...stepColumns(step) } });
        return 'approved';
      }),
    );
  };
}

/** Null when it does not wait, or belongs to another repository. */
function takenUp(
  { state, incident }: Entry,
  { repositoryId, login, at }: { repositoryId: number; login: string; at: Date },
): Entry | null {
  if (state !== 'stopped' || incident.stop.code !== 'needs-approval') return null;
  if (incident.run.repositoryId !== repositoryId) return null;
  const { stop: _, settings, evidence, diagnosis, reproduction, guard, patch, ...rest } = incident;
  if (!settings || !evidence || !diagnosis || !reproduction || !guard || !patch) return null;
  const approved = { ...patch, approval: { login, at: at.toISOString() } };
  return {
    state: 'repaired',
    incident: { ...rest, settings, evidence, diagnosis, reproduction, guard, patch: approved },
  };
}

function stepOf(login: string, startedAt: Date): StepRecord {
  return { stage: 'approve', startedAt, seconds: 0, result: 'next', detail: `by ${login}` };
}
