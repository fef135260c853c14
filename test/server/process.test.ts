// The server as a process of its own: the way to its dashboard, and its end.
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startNightwatchProcess } from '../../src/standins/local-stack.ts';
import { prepareScenario, type Scenario } from '../scenarios/scenario.ts';

let scenario: Scenario;
beforeEach(async () => {
  const environment = { DASHBOARD_TOKEN: '', LOG_LEVEL: 'debug' };
  scenario = await prepareScenario({ files: { 'a.txt': 'a\n' }, runWorkflow: async () => [], environment });
});
afterEach(() => scenario.stop());

test('the link that a start prints opens the dashboard, and the token is nowhere else in the log', async () => {
  const log = join(scenario.directory, 'nightwatch.log');
  const server = await startNightwatchProcess(scenario.stack, log);
  const [link = ''] = /http:\S+\/incidents\?token=[\w-]{43}/.exec(await readFile(log, 'utf8')) ?? [];
  const admitted = await fetch(link, { redirect: 'manual' });
  const cookie = admitted.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(`${server.url}/incidents`, { headers: { cookie } })).status).toBe(200);
  expect((await fetch(`${server.url}/incidents`)).status).toBe(404);
  await server.stop();
  const token = new URL(link).searchParams.get('token') ?? '';
  expect((await readFile(log, 'utf8')).split(token)).toHaveLength(2);
});

test('a client that has sent half a body cannot hold up SIGTERM', async () => {
  const server = await startNightwatchProcess(scenario.stack, join(scenario.directory, 'nightwatch.log'));
  const { port, hostname } = new URL(server.url);
  const client = connect(Number(port), hostname).on('error', () => {});
  const head = [
    'POST /api/github/webhooks HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    'X-GitHub-Event: ping',
  ];
  const rest = ['X-GitHub-Delivery: x', `X-Hub-Signature-256: sha256=${'0'.repeat(64)}`, 'Content-Length: 9', '', '{'];
  await new Promise<void>(sent => client.write([...head, ...rest].join('\r\n'), () => sent()));
  await server.stop();
  client.destroy();
});
