// The server on real sockets: whom it asks, and that no client can keep it from ending.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { type Handler, listen } from '../../src/server/server.ts';

const address = { host: '127.0.0.1', port: 0 };

test('handlers are asked in order until one takes the request, and can be replaced', async () => {
  const server = await listen({ ...address, log: silent() });
  const says =
    (words: string): Handler =>
    async ({ url }, response) => {
      if (url !== `/${words}`) return false;
      response.end(words);
      return true;
    };
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
  expect((await get('/one')).status).toBe(404);
  server.use([says('one'), says('two')]);
  expect(await (await get('/two')).text()).toBe('two');
  server.use([says('three')]);
  expect((await get('/two')).status).toBe(404);
  await server.stop(0);
});

test('a handler that throws is answered with 500, and the log has nothing of the request', async () => {
  const logged: unknown[] = [];
  const server = await listen({ ...address, log: { error: (...line) => void logged.push(line) } });
  server.use([() => Promise.reject(new Error('a bug'))]);
  const url = `http://127.0.0.1:${server.port}/?token=hidden`;
  const { status } = await fetch(url, { method: 'POST', body: 'hidden', headers: { cookie: 'hidden' } });
  expect(status).toBe(500);
  expect(logged).toEqual([[{ err: new Error('a bug'), method: 'POST' }, 'A request failed']]);
  await server.stop(0);
});

test.each([
  ['half a head', 'POST / HTTP/1.1\r\nHost: x\r\n'],
  ['half a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345'],
])('a client that has sent %s cannot hold up the stop', async (_, begun) => {
  const server = await listen({ ...address, log: silent() });
  let arrived = () => {};
  server.use([() => new Promise(() => arrived())]);
  const client = connect(server.port, address.host).on('error', () => {});
  const closed = once(client, 'close');
  await once(client, 'connect');
  const isWhole = begun.endsWith('5');
  const handled = new Promise<void>(resolve => {
    arrived = resolve;
  });
  await new Promise<void>(sent => client.write(begun, () => sent()));
  if (isWhole) await handled;
  const startedAt = Date.now();
  await server.stop(50);
  await closed;
  // Left to itself, such a connection lasts twenty seconds.
  expect(Date.now() - startedAt).toBeLessThan(9_000);
});

test('an idle connection is closed at once', async () => {
  const server = await listen({ ...address, log: silent() });
  const client = connect(server.port, address.host);
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(client, 'data');
  await server.stop(600_000);
  await once(client, 'close');
});

function silent() {
  return { error: () => {} };
}
