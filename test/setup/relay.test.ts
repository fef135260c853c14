// Webhooks by way of a smee.io channel: they arrive as they were signed, and again after the connection was lost.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sign, verify } from '@octokit/webhooks-methods';
import { newChannel, type Relay, startRelay } from '../../src/adapters/smee/relay.ts';
import { type LocalSmee, startSmee } from './smee.ts';

let smee: LocalSmee;
let relay: Relay | undefined;
let target: string;
let arrived: PromiseWithResolvers<{ event: string; isSigned: boolean }>;
const lines: string[] = [];
const log = { info: (words: string) => lines.push(words), warn: (words: string) => lines.push(words) };

const server = createServer(async (request, response) => {
  const body = await text(request);
  response.end();
  const { 'x-hub-signature-256': signature, 'x-github-event': event } = request.headers;
  arrived.resolve({ event: String(event), isSigned: await verify('secret', body, String(signature)) });
});

beforeEach(async () => {
  lines.length = 0;
  arrived = Promise.withResolvers();
  smee = await startSmee();
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`;
});

afterEach(async () => {
  await relay?.stop();
  await smee.stop();
  server.closeAllConnections();
  await new Promise(stopped => server.close(stopped));
});

test('an event arrives with its name and its signature', async () => {
  const channel = await newChannel(smee.newChannelUrl);
  relay = startRelay({ channel, target }, log);
  await smee.connected();
  await deliver(channel);
  expect(await arrived.promise).toEqual({ event: 'ping', isSigned: true });
  expect(lines).toEqual([`Webhooks: connected to ${channel}.`]);
});

test('after a lost connection it connects again by itself, and says so without a word of what was sent', async () => {
  const channel = await newChannel(smee.newChannelUrl);
  relay = startRelay({ channel, target }, log);
  await smee.connected();
  smee.hangUp();
  await smee.connected();
  await deliver(channel);
  expect(await arrived.promise).toEqual({ event: 'ping', isSigned: true });
  expect(lines).toContain(`Webhooks: the connection to ${channel} failed.`);
  expect(lines.join()).not.toContain('zen');
});

test('without a way to smee.io there is no channel', async () => {
  await expect(newChannel('http://127.0.0.1:9/new')).rejects.toThrow('Set PUBLIC_URL');
});

async function deliver(channel: string): Promise<void> {
  const body = JSON.stringify({ zen: 'Mind your words, they are important. 🌙', hook_id: 1 });
  const headers = { 'x-github-event': 'ping', 'x-hub-signature-256': await sign('secret', body) };
  await fetch(channel, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}
