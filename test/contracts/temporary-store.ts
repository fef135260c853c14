// A store on a database file of its own in a temporary folder, with a clock that stands still until it is moved.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenedStore, openStore } from '../../src/adapters/prisma/open-store.ts';

export interface TemporaryStore extends AsyncDisposable {
  readonly store: OpenedStore;
  /** The database file, for a second look at it. */
  readonly file: string;
  readonly databaseUrl: string;
  readonly now: () => Date;
  pass(seconds: number): void;
}

export async function temporaryStore(start = new Date('2026-11-20T08:00:00Z')): Promise<TemporaryStore> {
  const folder = await mkdtemp(join(tmpdir(), 'nightwatch-store-'));
  const file = join(folder, 'data', 'nightwatch.db');
  let time = start.getTime();
  const now = () => new Date(time);
  const databaseUrl = `file:${file}`;
  const store = await openStore({ databaseUrl, clock: { now } });
  return {
    store,
    file,
    databaseUrl,
    now,
    pass: seconds => {
      time += seconds * 1000;
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
