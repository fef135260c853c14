// Opens incidents. Those that are asked for while a write is under way are written together by the next: what costs is not
// the row but the disk's promise to keep it, and one promise does for many. Nobody is answered without one. Refused: answering
// before writing, and SQLite's `synchronous = NORMAL`; after a power cut a delivery that GitHub counts as taken would be lost.
import { emptyLedger } from '../../incident/ledger.ts';
import { incidentId } from '../../incident/names.ts';
import type { IncidentId, Limits, WorkflowRun } from '../../incident/run.ts';
import type { Store } from '../../ports.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';
import { runColumns } from './rows.ts';

type Opened = Awaited<ReturnType<Store['open']>>;

/** Bounds how long one write holds up everything else in the process. */
const mostRows = 200;

export function opening(prisma: PrismaClient, now: () => Date): Store['open'] {
  const waiting: Wish[] = [];
  let isBusy = false;
  // For as long as every look at the network brings another one; a wish that comes alone is written at once.
  const gather = (before: number) => {
    setImmediate(() => {
      const isGrowing = waiting.length > before && waiting.length < mostRows;
      if (isGrowing) gather(waiting.length);
      else write();
    });
  };
  const write = async () => {
    await fulfil(prisma, waiting.splice(0, mostRows), now());
    isBusy = waiting.length > 0;
    if (isBusy) gather(0);
  };
  return (run, limits) =>
    new Promise((grant, refuse) => {
      waiting.push({ id: incidentId(run), run, limits, grant, refuse });
      if (!isBusy) gather(0);
      isBusy = true;
    });
}

interface Wish {
  readonly id: IncidentId;
  readonly run: WorkflowRun;
  readonly limits: Limits;
  readonly grant: (opened: Opened) => void;
  readonly refuse: (error: unknown) => void;
}

/** Answers every wish and never rejects. GitHub may deliver a run twice, even at once: the key makes the second a no-op. */
async function fulfil(prisma: PrismaClient, wishes: readonly Wish[], at: Date): Promise<void> {
  try {
    const opened = await openAll(prisma, wishes, at);
    for (const { id, grant } of wishes) grant(opened.delete(id) ? 'opened' : 'known');
  } catch (error) {
    for (const { refuse } of wishes) refuse(error);
  }
}

/**
 * The ids that were not there before. In SQL, because Prisma's own `createMany` on SQLite cannot pass over known rows, and
 * plans every number of rows anew, which takes longer than writing them.
 */
async function openAll(prisma: PrismaClient, wishes: readonly Wish[], at: Date): Promise<Set<string>> {
  const rows = JSON.stringify(wishes.map(({ id, run, limits }) => ({ id, ...runColumns(run), limits })));
  const ledger = JSON.stringify(emptyLedger);
  const opened = await prisma.$queryRaw<{ id: string }[]>`
    INSERT INTO "Incident" ("id", "state", "owner", "repo", "workflowName", "headBranch", "headSha",
      "run", "limits", "ledger", "openedAt", "updatedAt")
    SELECT value ->> 'id', 'queued', value ->> 'owner', value ->> 'repo', value ->> 'workflowName',
      value ->> 'headBranch', value ->> 'headSha', value -> 'run', value -> 'limits', ${ledger}, ${at}, ${at}
    FROM json_each(${rows}) WHERE true
    ON CONFLICT ("id") DO NOTHING
    RETURNING "id"`;
  return new Set(opened.map(({ id }) => id));
}
