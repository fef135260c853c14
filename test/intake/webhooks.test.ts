// The address of the webhooks over real HTTP: what is refused, when, and what the log says of it.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { longestBody } from '../../src/intake/webhooks/signed-body.ts';
import { webhooks } from '../../src/intake/webhooks/webhooks.ts';
import { listen, type Server } from '../../src/server/server.ts';

const secret = 'the secret of this test';
const path = '/api/github/webhooks';

let server: Server;
let received: unknown[];
let logged: unknown[][];
let receive: (event: unknown) => Promise<void>;

beforeEach(async () => {
  received = [];
  logged = [];
  receive = async event => void received.push(event);
  const log = {
    warn: (...line: unknown[]) => void logged.push(line),
    error: (...line: unknown[]) => void logged.push(line),
  };
  server = await listen({ host: '127.0.0.1', port: 0, log });
  server.use([webhooks({ paths: [path], secret, receive: event => receive(event), log })]);
});
afterEach(() => server.stop(0));

test('a signed event is handed over as it was sent', async () => {
  expect(await deliver('{"zen":"Ä"}')).toMatchObject({ status: 200 });
  expect(received).toEqual([{ id: 'guid', name: 'ping', payload: { zen: 'Ä' } }]);
  expect(logged).toEqual([]);
});

test('an event that cannot be handled is answered with 500, so that GitHub lists it as failed', async () => {
  receive = () => Promise.reject(new Error('The database is away.'));
  expect(await deliver('{}')).toMatchObject({ status: 500 });
});

test.each([
  ['no signature', '{}', { 'x-hub-signature-256': '' }, 401, 'has no signature'],
  ['a signature of another secret', '{}', { 'x-hub-signature-256': signatureOf('{}', 'other') }, 401, 'does not match'],
  ['a signature of another body', '{}', { 'x-hub-signature-256': signatureOf('{ }') }, 401, 'does not match'],
  ['a signature of another kind', '{}', { 'x-hub-signature-256': 'sha1=00' }, 401, 'does not match'],
  ['no event', '{}', { 'x-github-event': '' }, 400, 'X-GitHub-Event'],
  ['no delivery id', '{}', { 'x-github-delivery': '' }, 400, 'X-GitHub-Delivery'],
  ['a form', 'payload={}', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'application/json'],
  ['a signed text', 'nonsense', {}, 400, 'not a JSON object'],
  ['a signed list', '[]', {}, 400, 'not a JSON object'],
])('%s is refused with a sentence', async (_, body, headers, status, words) => {
  expect(await deliver(body, headers)).toEqual({ status, body: expect.stringContaining(words) });
  expect(received).toEqual([]);
});

describe('before its body is sent', () => {
  const signed = { 'x-github-event': 'x', 'x-github-delivery': 'x', 'x-hub-signature-256': signatureOf('') };

  test.each([
    ['an unsigned request', {}, 401],
    ['a request of no event', { 'x-hub-signature-256': signatureOf('') }, 400],
    ['a form', { ...signed, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a body over the limit', { ...signed, 'content-length': String(longestBody + 1) }, 413],
  ])('%s is answered, and its connection closed', async (_, headers, status) => {
    const answer = await begun({ 'content-type': 'application/json', 'content-length': '24000000', ...headers });
    expect(answer).toEqual({ status, connection: 'close' });
  });
});

test('a thousand refused requests are one line of the log, and none of it is theirs', async () => {
  for (let sent = 0; sent < 1_000; sent += 1)
    await deliver('{"stolen":"payload"}', { 'x-hub-signature-256': '', cookie: 'stolen', 'x-github-event': 'stolen' });
  expect(logged).toEqual([[{ refused: { unsigned: 1 } }, 'Refused requests at the address of the webhooks']]);
});

test('of bodies that together are over the limit one is refused, and others are taken when they have ended', async () => {
  const held = Array.from({ length: 5 }, holding);
  const [answer] = await Promise.race(held.map(asking => once(asking, 'response')));
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '60', connection: 'close' } });
  for (const asking of held) asking.destroy();
  const statuses = new Set<number>();
  // The server learns only after a while that they have ended.
  while (!statuses.has(200)) statuses.add((await deliver(JSON.stringify({ padding: 'x'.repeat(1_000_000) }))).status);
  expect([...statuses].filter(status => status !== 503)).toEqual([200]);
});

function signatureOf(body: string, key = secret): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

/** Signed unless the headers say otherwise; an empty one is left out. */
async function deliver(body: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const all = {
    'content-type': 'application/json',
    'x-github-event': 'ping',
    'x-github-delivery': 'guid',
    'x-hub-signature-256': signatureOf(body),
    ...headers,
  };
  const given = Object.entries(all).filter(([, value]) => value !== '');
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', headers: given, body });
  return { status: answer.status, body: await answer.text() };
}

/** The answer to a request of which nothing but the headers is sent. */
function begun(
  headers: Record<string, string>,
): Promise<{ status: number | undefined; connection: string | undefined }> {
  return new Promise((answered, failed) => {
    const asking = post(headers).on('error', failed);
    asking.on('response', response => {
      answered({ status: response.statusCode, connection: response.headers.connection });
      asking.destroy();
    });
    asking.flushHeaders();
  });
}

/** Sends the longest body but for its last byte. */
function holding() {
  const asking = post({
    'content-type': 'application/json',
    'x-github-event': 'ping',
    'x-github-delivery': 'guid',
    'x-hub-signature-256': signatureOf(''),
    'content-length': String(longestBody),
  });
  asking.on('error', () => {});
  asking.write(Buffer.alloc(longestBody - 1, ' '));
  return asking;
}

function post(headers: Record<string, string>) {
  return request(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', headers, agent: false });
}
