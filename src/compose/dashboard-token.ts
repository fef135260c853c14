// The dashboard's token: the operator's own, or one that is made at the first start.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';

const leastCharacters = 16;

/** A made one is kept in the data directory, so that it survives a restart. Throws a sentence when that is impossible. */
export async function dashboardTokenOf({ dashboardToken, dataDirectory }: Config): Promise<string> {
  if (dashboardToken !== undefined) return dashboardToken;
  const file = join(dataDirectory, 'dashboard-token');
  const made = randomBytes(32).toString('base64url');
  await writeFile(file, made, { flag: 'wx', mode: 0o600 }).catch(unlessItExists);
  const kept = (await readFile(file, 'utf8')).trim();
  // A file that was cut off would let anyone in.
  if (kept.length < leastCharacters) throw new Error(`${file} holds no token. Delete it, and a new one is made.`);
  return kept;
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
