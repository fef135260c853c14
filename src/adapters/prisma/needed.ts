// What unfinished incidents need of what is kept outside the database.
import { z } from 'zod';
import type { Needed } from '../../incident/kept.ts';
import { repositoryKey } from '../../incident/names.ts';
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';

/** Of a row no more than this: the rest may be of an older version. */
const Row = z.object({
  owner: z.string(),
  repo: z.string(),
  run: z.object({ url: z.url(), repositoryId: z.number().nullable().default(null) }),
  reproduction: z.object({ environment: z.object({ digest: z.string() }) }).nullable(),
});

export async function needed(prisma: PrismaClient, where: Prisma.IncidentWhereInput): Promise<Needed> {
  const select = { owner: true, repo: true, run: true, reproduction: true };
  const rows = z.array(Row).parse(await prisma.incident.findMany({ where, select }));
  return {
    environments: new Set(rows.flatMap(({ reproduction }) => reproduction?.environment.digest ?? [])),
    repositories: new Set(rows.map(({ owner, repo, run }) => repositoryKey({ owner, repo, ...run }))),
  };
}
