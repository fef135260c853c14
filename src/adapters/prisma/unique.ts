// Recognises the database's answer to a second row with the same unique key.
import { Prisma } from './generated/sqlite/client.ts';

/** Whether the error says that another row already has this value in `field`. */
export function isDuplicate(error: unknown, field: string): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return false;
  return JSON.stringify(error.meta ?? {}).includes(field);
}
