// Opens incidents. Requests that arrive during a write are written together by the next one: the disk sync is what costs, not
// the row, and one sync covers many rows. Nothing is acknowledged before its sync. Rejected: acknowledging before writing, and
// not syncing at all; a power cut would lose a delivery that GitHub considers accepted.
import { emptyLedger } from '../../incident/ledger.ts';
import { incidentId } from '../../incident/names.ts';
import type { IncidentId, Limits, WorkflowRun } from '../../incident/run.ts';
import type { Store } from '../../store.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';
import { dayOf, runColumns } from './rows.ts';

type Opened = Awaited<ReturnType<Store['open']>>;

/** Limits how long one write blocks the process. */
const maxRows = 200;

export function opening(prisma: PrismaClient, now: () => Date): Store['open'] {
  const waiting: Request[] = [];
  let isBusy = false;
  // Waits as long as every turn of the event loop brings another request; a single one is written at once.
  const gather = (before: number) => {
    setImmediate(() => {
      const isGrowing = waiting.length > before && waiting.length < maxRows;
      if (isGrowing) gather(waiting.length);
      else write();
    });
  };
  const write = async () => {
    await answer(prisma, waiting.splice(0, maxRows), now());
    isBusy = waiting.length > 0;
    if (isBusy) gather(0);
  };
  return (run, limits) =>
    new Promise((resolve, reject) => {
      waiting.push({ id: incidentId(run), run, limits, resolve, reject });
      if (!isBusy) gather(0);
      isBusy = true;
    });
}

interface Request {
  readonly id: IncidentId;
  readonly run: WorkflowRun;
  readonly limits: Limits;
  readonly resolve: (opened: Opened) => void;
  readonly reject: (error: unknown) => void;
}

/** Answers every request and never rejects. GitHub may deliver a run twice, even at once: the key makes the second a no-op. */
async function answer(prisma: PrismaClient, requests: readonly Request[], at: Date): Promise<void> {
  try {
    const opened = await openAll(prisma, requests, at);
    for (const { id, resolve } of requests) resolve(opened.delete(id) ? 'opened' : 'known');
  } catch (error) {
    for (const { reject } of requests) reject(error);
  }
}

/**
 * Returns the new ids. In SQL, because Prisma's `createMany` on SQLite cannot skip existing rows, and plans every number of rows
 * separately, which takes longer than writing them.
 */
async function openAll(prisma: PrismaClient, requests: readonly Request[], at: Date): Promise<Set<string>> {
  const rows = JSON.stringify(requests.map(({ id, run, limits }) => ({ id, ...runColumns(run), limits })));
  const ledger = JSON.stringify(emptyLedger);
  const opened = await prisma.$queryRaw<{ id: string }[]>`
    INSERT INTO "Incident" ("id", "state", "owner", "repo", "workflowName", "headBranch", "headSha",
      "run", "limits", "ledger", "openedAt", "updatedAt", "openedDay")
    SELECT value ->> 'id', 'queued', value ->> 'owner', value ->> 'repo', value ->> 'workflowName',
      value ->> 'headBranch', value ->> 'headSha', value -> 'run', value -> 'limits', ${ledger}, ${at}, ${at},
      ${dayOf(at)}
    FROM json_each(${rows}) WHERE true
    ON CONFLICT ("id") DO NOTHING
    RETURNING "id"`;
  return new Set(opened.map(({ id }) => id));
}
