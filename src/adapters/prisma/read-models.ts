// What the dashboard and the intake read: lists, counts and single incidents. Lists and counts use indexes and load no facts.
import type { DayCount, Figures, Filter, RepairTime } from '../../incident/figures.ts';
import { incidentId } from '../../incident/names.ts';
import type { Store } from '../../store.ts';
import { unfinished } from './claiming.ts';
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';
import { dayOf, viewOf, viewParts } from './rows.ts';
import { summaryColumns, summaryOf } from './summary.ts';

type ReadModels = Pick<Store, 'isKnown' | 'pending' | 'list' | 'figures' | 'find' | 'ping'>;

export function readModels(prisma: PrismaClient): ReadModels {
  return {
    isKnown: async run => (await prisma.incident.count({ where: { id: incidentId(run) } })) > 0,
    pending: () => prisma.incident.count({ where: unfinished(prisma) }),
    list: async ({ limit, offset, filter = {} }) => {
      const where = matching(filter);
      const orderBy = [{ openedAt: 'desc' as const }, { id: 'desc' as const }];
      const rows = await prisma.incident.findMany({
        where,
        orderBy,
        take: limit,
        skip: offset,
        select: summaryColumns,
      });
      return { incidents: rows.map(summaryOf), total: await prisma.incident.count({ where }) };
    },
    figures: since => figures(prisma, since),
    find: async id => {
      const row = await prisma.incident.findUnique({ where: { id }, include: viewParts });
      return row && viewOf(row);
    },
    ping: async () => {
      await prisma.incident.findFirst({ select: { id: true } });
    },
  };
}

function matching({ repository, state, stop }: Filter): Prisma.IncidentWhereInput {
  const [owner = '', repo] = repository?.split('/') ?? [];
  return {
    ...(owner !== '' && (repo ? { owner, repo } : { OR: [{ owner }, { repo: owner }] })),
    ...(state && { state }),
    ...(stop && { stopCode: stop }),
  };
}

async function figures(prisma: PrismaClient, since: Date): Promise<Figures> {
  const groups = await prisma.incident.groupBy({
    by: ['openedDay', 'state', 'stopCode'],
    where: { openedDay: { gte: dayOf(since) } },
    orderBy: { openedDay: 'asc' },
    _count: { _all: true },
    _sum: { dollars: true },
  });
  const counts = groups.map(group => ({
    day: group.openedDay,
    state: group.state as DayCount['state'],
    stop: group.stopCode as DayCount['stop'],
    count: group._count._all,
    dollars: group._sum.dollars ?? 0,
  }));
  return { counts, repairTimes: await repairTimes(prisma, since) };
}

/** Bounds how many journals are read. */
const proposalsCounted = 500;

async function repairTimes(prisma: PrismaClient, since: Date): Promise<RepairTime[]> {
  const published = await prisma.incident.findMany({
    where: { state: 'published', openedAt: { gte: since } },
    orderBy: { openedAt: 'desc' },
    take: proposalsCounted,
    select: {
      openedAt: true,
      steps: { where: { stage: 'publish', result: 'next' }, select: { startedAt: true, seconds: true } },
    },
  });
  return published.flatMap(({ openedAt, steps }) =>
    steps.map(({ startedAt, seconds }) => ({
      day: dayOf(openedAt),
      seconds: (startedAt.getTime() - openedAt.getTime()) / 1000 + seconds,
    })),
  );
}
