// Which faults of the database are waited for.
import { expect, test } from '@jest/globals';
import { written } from '../../../src/adapters/prisma/faults.ts';
import { Transient } from '../../../src/ports.ts';

const wrapped = (code: string) => Object.assign(new Error('A query failed.'), { cause: { code, message: 'no' } });

test.each([
  'SQLITE_FULL',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_LOCKED',
  'SQLITE_IOERR_WRITE',
  'SQLITE_READONLY',
])('a database that answers %s is written to later', async code => {
  await expect(written(Promise.reject(Object.assign(new Error('no'), { code })))).rejects.toBeInstanceOf(Transient);
  await expect(written(Promise.reject(wrapped(code)))).rejects.toBeInstanceOf(Transient);
});

test.each(['SQLITE_CORRUPT', 'SQLITE_CONSTRAINT', 'P2002'])('%s is no matter of time', async code => {
  const error = wrapped(code);
  await expect(written(Promise.reject(error))).rejects.toBe(error);
});

test('what was written is handed on', async () => {
  expect(await written(Promise.resolve(7))).toBe(7);
});
