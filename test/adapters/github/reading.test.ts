// How much of a log is read into memory, and when a download ends early.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { download, readEnd, readWhole } from '../../../src/adapters/github/logs.ts';

test('an archive up to its limit is read in full', async () => {
  expect(await readWhole(chunks('abc', 'def'), 6)).toEqual(Buffer.from('abcdef'));
  expect(await readWhole(chunks(), 6)).toEqual(Buffer.alloc(0));
});

test('the download of an archive stops at its limit', async () => {
  let asked = 0;
  async function* endless() {
    for (;;) {
      asked += 1;
      yield Buffer.alloc(10);
    }
  }
  expect(await readWhole(endless(), 35)).toBe('too-large');
  expect(asked).toBe(4);
});

test.each([
  [['abc', 'def'], 100, 'abcdef'],
  [['abc', 'def'], 6, 'abcdef'],
  [['abc', 'def'], 4, 'cdef'],
  [['abc', 'def', 'g'], 1, 'g'],
  [['a', 'b', 'c', 'd', 'e'], 3, 'cde'],
  [[], 3, ''],
])("of a job's log %j the last %i bytes are kept", async (parts, limit, end) => {
  expect((await readEnd(chunks(...parts), limit)).toString()).toBe(end);
});

test('an abort ends a download that has stalled', async () => {
  const abort = new AbortController();
  // Sends half of an answer and nothing after that.
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => abort.abort(new Error('the lease was lost')));
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const read = (body: AsyncIterable<Uint8Array>) => readEnd(body, 100);
  try {
    await expect(download(`http://127.0.0.1:${port}/log`, read, abort.signal)).rejects.toMatchObject({
      name: 'Transient',
      cause: { message: 'the lease was lost' },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

async function* chunks(...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part);
}
