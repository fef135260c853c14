// The counter, with a server in place of the engine and git itself.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startCounter } from '../../../../src/measure/bench/warm/counter.ts';
import { startedBy, startedByStageText, startedText } from '../../../../src/measure/bench/warm/started.ts';

const server = createServer((_, response) => response.end());
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => void server.close());

async function ask(method: string, path: string): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, method, path }).end();
  const [response] = await once(asked, 'response');
  response.resume();
}

async function work(): Promise<void> {
  await ask('POST', '/containers/create?name=nightwatch-1');
  await ask('POST', '/v1.43/containers/ab12/attach?stream=1&stdin=1');
  await ask('POST', '/exec/cd34/start');
  await ask('POST', '/exec/ef56/start');
  // None of these starts anything.
  await ask('POST', '/containers/ab12/exec');
  await ask('GET', '/exec/cd34/json');
  await ask('POST', '/containers/ab12/start');
  await ask('POST', '/repos/acme/containers/create/pulls');
  await promisify(execFile)('git', ['--version']);
  await promisify(execFile)('true');
}

test('only what the watched work starts is counted, each kind for itself', async () => {
  using counter = startCounter();
  await Promise.all([counter.within(work), work()]);
  expect(counter.take().map(({ what }) => what)).toEqual([
    'containers',
    'sessions',
    'programs',
    'programs',
    'git processes',
  ]);
  expect(counter.take()).toEqual([]);
});

test('what was started belongs to the stage that ran then', () => {
  const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);
  const step = (stage: string, from: number) => ({
    stage,
    startedAt: at(from),
    seconds: 2,
    result: 'next',
    detail: '',
  });
  const started = startedBy({ steps: [step('reproduce', 0), step('guard', 5)] }, [
    { what: 'containers', at: at(1).getTime() },
    { what: 'programs', at: at(1.5).getTime() },
    { what: 'programs', at: at(6).getTime() },
    { what: 'git processes', at: at(4).getTime() },
  ]);
  expect(startedText(started)).toBe('containers 1, sessions 0, programs 2, git processes 1');
  expect(startedByStageText(started)).toBe('reproduce 1/0/1/0, guard 0/0/1/0, between 0/0/0/1');
});
