import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pullImage } from '../../../src/standins/host/pull-image.ts';
import { type PullingEngine, pullingEngine } from '../../adapters/docker/pulling-engine.ts';

let engine: PullingEngine;
beforeAll(async () => {
  engine = await pullingEngine();
});
afterAll(() => engine.close());

test.each([
  ['before it begins', 500, 'dial tcp: lookup registry-1.docker.io: no such host'],
  ['midway', 200, 'unexpected EOF'],
])('a pull that fails %s gives no image, and says why', async (_, status, message) => {
  engine.fault = { status, message };
  const said: string[] = [];
  expect(await pullImage(engine.docker, 'python:3.11-slim', line => said.push(line))).toBe(false);
  expect(said.at(-1)).toContain(message);
});
