// What a container writes is measured in bytes and in files, by an engine's answers that come in pieces.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import Docker, { type Container } from 'dockerode';
import { bytesPerFile, untilOverfull } from '../../../src/adapters/docker/engine/disk.ts';
import { filesWritten } from '../../../src/adapters/docker/engine/files-written.ts';

let close = (): void => {};
afterEach(() => close());

interface Answers {
  readonly sizeRw?: number;
  readonly paths?: readonly string[];
  /** Bytes in a piece of the list of files. */
  readonly piece?: number;
}

test.each([1, 2, 6, 7, 8, 1_000])('each file counts once, in pieces of %d bytes', async piece => {
  const paths = ['/a', '/b"Path":', '/c\\"Path":"', '/d'];
  const container = await containerOf({ paths, piece });
  expect(await filesWritten(container, 10, new AbortController().signal)).toBe(4);
});

test('the count stops above the limit', async () => {
  const container = await containerOf({ paths: Array.from({ length: 100_000 }, (_, at) => `/file${at}`) });
  const count = await filesWritten(container, 10, new AbortController().signal);
  expect(count).toBeGreaterThan(10);
  expect(count).toBeLessThan(100_000);
});

const most = 100;
const names = (count: number) => Array.from({ length: count }, (_, at) => `/file${at}`);

test.each([
  ['more bytes than allowed, in no file at all', { sizeRw: most * bytesPerFile + 1, paths: [] }],
  ['more files than allowed, without a byte', { sizeRw: 0, paths: names(most + 1) }],
])('%s end the watch', async (_, answers) => {
  const container = await containerOf(answers);
  await untilOverfull(container, most * bytesPerFile, new AbortController().signal);
});

test.each([
  ['as much as is allowed', { sizeRw: most * bytesPerFile, paths: names(most) }],
  ['what the engine cannot tell', {}],
])('%s is watched further', async (_, answers: Answers) => {
  let asked = 0;
  const container = await containerOf(answers, () => {
    asked += 1;
  });
  const over = new AbortController();
  let isOver = false;
  void untilOverfull(container, most * bytesPerFile, over.signal).then(() => {
    isOver = true;
  });
  while (asked < 4) await pause(20);
  expect(isOver).toBe(false);
  over.abort();
});

/** A container of a local server that answers as an engine does. */
async function containerOf({ sizeRw, paths, piece = 65_536 }: Answers, onAsked = (): void => {}) {
  const server = createServer((request, response) => {
    const isList = request.url?.includes('/changes') ?? false;
    onAsked();
    const answer = isList
      ? paths?.map(Path => ({ Path, Kind: 1 }))
      : sizeRw === undefined
        ? undefined
        : { SizeRw: sizeRw };
    response.statusCode = answer === undefined ? 500 : 200;
    const text = JSON.stringify(answer ?? { message: 'broken' });
    for (let at = 0; at < text.length; at += piece) response.write(text.slice(at, at + piece));
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  const container: Container = new Docker({ protocol: 'http', host: '127.0.0.1', port }).getContainer('a');
  return container;
}
