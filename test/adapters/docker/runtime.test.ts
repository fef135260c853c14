// gVisor is used where the engine offers it.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { strictestRuntime } from '../../../src/adapters/docker/engine/runtime.ts';
import { Transient } from '../../../src/ports.ts';

let server: Server;
let docker: Docker;
let asked = 0;
let answer: { status: number; info: object };

beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.info));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  docker = new Docker({ protocol: 'http', host: '127.0.0.1', port: (server.address() as AddressInfo).port });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  ['offers it', { Runtimes: { runc: {}, runsc: { path: '/usr/bin/runsc' } } }, { Runtime: 'runsc' }],
  ['has its own runtime only', { Runtimes: { runc: {} } }, {}],
  ['tells of none', { Runtimes: null }, {}],
])('an engine that %s', async (_, info, expected) => {
  answer = { status: 200, info };
  expect(await strictestRuntime(docker)()).toEqual(expected);
});

test('the engine is asked once, and again after a fault', async () => {
  const strictest = strictestRuntime(docker);
  answer = { status: 500, info: { message: 'starting' } };
  await expect(strictest()).rejects.toBeInstanceOf(Transient);
  answer = { status: 200, info: { Runtimes: { runsc: {} } } };
  asked = 0;
  expect(await strictest()).toEqual({ Runtime: 'runsc' });
  expect(await strictest()).toEqual({ Runtime: 'runsc' });
  expect(asked).toBe(1);
});
