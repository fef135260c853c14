// Finds the row that is next, takes it by compare-and-set, and reads it.
import type { Claim, Store } from '../../store.ts';
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';
import { entryOf, entryParts, started } from './rows.ts';
import type { SealedFacts } from './sealed-facts.ts';

/** In ms. No wait and no lease is longer, so a time further ahead means that the clock has been set back since. */
const longestWait = 25 * 3_600_000;

/** Rows with work, or with an outdated report. */
export function unfinished(prisma: PrismaClient): Prisma.IncidentWhereInput {
  const active = { state: { notIn: ['published', 'stopped'] } };
  return { OR: [active, { reportedVersion: { lt: prisma.incident.fields.version } }] };
}

export async function claim(prisma: PrismaClient, lease: Parameters<Store['claim']>[0]): Promise<string | null> {
  const beyond = new Date(lease.now.getTime() + longestWait);
  const claimable: Prisma.IncidentWhereInput = {
    AND: [
      unfinished(prisma),
      { OR: [{ notBefore: null }, { notBefore: { lte: lease.now } }, { notBefore: { gt: beyond } }] },
      { OR: [{ leaseUntil: null }, { leaseUntil: { lt: lease.now } }, { leaseUntil: { gt: beyond } }] },
    ],
  };
  const data = { leaseOwner: lease.owner, leaseUntil: lease.until };
  const orderBy = [{ openedAt: 'asc' as const }, { id: 'asc' as const }];
  while (true) {
    const oldest = await prisma.incident.findFirst({ where: claimable, orderBy, select: { id: true } });
    if (!oldest) return null;
    const { count } = await prisma.incident.updateMany({ where: { id: oldest.id, ...claimable }, data });
    if (count === 1) return oldest.id;
    // Another process claimed it first; the next query no longer finds it.
  }
}

export async function read(
  prisma: PrismaClient,
  id: string,
  { facts, owner }: { facts: SealedFacts; owner: string },
): Promise<Claim> {
  const row = await prisma.incident.findUniqueOrThrow({ where: { id }, include: entryParts });
  const cutOff = await prisma.step.count({ where: { incidentId: id, result: started } });
  const { version, reportedVersion, faults } = row;
  const faultingSince = faults > 0 ? await firstFault(prisma, id, faults) : null;
  return { entry: entryOf(row, facts.opened), version, reportedVersion, faults, faultingSince, cutOff, owner };
}

/** When the first of the last faults in a row began. */
async function firstFault(prisma: PrismaClient, incidentId: string, faults: number): Promise<Date | null> {
  const where = { incidentId, result: { not: started } };
  const last = await prisma.step.findMany({
    where,
    orderBy: { id: 'desc' },
    take: faults,
    select: { startedAt: true },
  });
  return last.at(-1)?.startedAt ?? null;
}
