// What anybody may send to the address of the webhooks, and what GitHub may send twice or in another order.
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sign } from '@octokit/webhooks-methods';
import { incidentId } from '../../src/incident/names.ts';
import { longestBody } from '../../src/intake/webhooks/signed-body.ts';
import type { Delivery } from '../../src/standins/github/state/world.ts';
import { push, repository, type Scenario, startScenario, until } from '../scenarios/scenario.ts';

const workflow = 'name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const at = new Date('2026-11-01T10:00:00Z');
const failing = {
  name: 'test',
  conclusion: 'failure',
  startedAt: at,
  completedAt: at,
  runnerName: 'scripted',
  labels: [],
  steps: [],
} as const;

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario({
    files: { '.github/workflows/ci.yml': workflow },
    runWorkflow: async () => [{ ...failing, labels: [], steps: [] }],
  });
});
afterEach(() => scenario.stop());

describe('a delivery that is refused or ignored', () => {
  const megabytes = (count: number) => 'x'.repeat(count * 1024 * 1024);
  /** Nothing that the headers alone would rule out. */
  const headed = {
    'content-type': 'application/json',
    'x-github-event': 'x',
    'x-github-delivery': 'x',
    'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
  };

  test('opens no incident and does no harm, whatever is wrong with it', async () => {
    const whole = await completedRun();
    const { workflow_run: run, repository: _, ...rest } = whole;
    const before = await rows();
    const ignored: unknown[] = [
      {},
      [],
      { action: 'completed' },
      rest,
      { ...whole, workflow_run: null },
      { ...whole, workflow_run: { ...(run as object), id: 'seven' } },
      { ...whole, workflow_run: { ...(run as object), id: 71, head_sha: 'main' } },
      { ...whole, workflow_run: undefined, padding: megabytes(10) },
    ];
    for (const body of ignored) expect(await deliver(JSON.stringify(body))).toBeLessThan(500);
    for (const event of ['issues', 'workflow_job', 'nonsense'])
      expect(await deliver(JSON.stringify(whole), { 'x-github-event': event })).toBeLessThan(500);
    const refused: [string, Record<string, string>][] = [
      ['not JSON', {}],
      ['', {}],
      ['\0\xff\xfe', {}],
      [megabytes(10), {}],
      [JSON.stringify({ ...whole, padding: megabytes(10) }), { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
      [JSON.stringify(whole), { 'x-hub-signature-256': 'sha256=short' }],
      [JSON.stringify(whole), { 'x-hub-signature-256': '' }],
      [JSON.stringify(whole), { 'content-type': 'text/plain' }],
      [JSON.stringify(whole), { 'x-github-delivery': '', 'x-github-event': '' }],
    ];
    for (const [body, headers] of refused) {
      const status = await deliver(body, headers);
      expect([status >= 400, status < 500]).toEqual([true, true]);
    }
    expect(await rows()).toBe(before);
    expect((await fetch(`${scenario.nightwatch?.url}/healthz`)).status).toBe(200);
  });

  test('is rejected unread if its declared length exceeds GitHub’s limit', async () => {
    expect(await begun({ ...headed, 'content-length': String(longestBody + 1) })).toBe(413);
  });

  test('is cut off at the limit if it declares no length', async () => {
    const headers = { ...headed, 'transfer-encoding': 'chunked' };
    // The client may find the connection closed before it reads the answer.
    const end = await begun(headers, Number.POSITIVE_INFINITY).catch(({ code }) => code);
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(end);
    expect((await fetch(`${scenario.nightwatch?.url}/healthz`)).status).toBe(200);
  });

  test('is read if it declares no length and stays within the limit', async () => {
    const body = JSON.stringify(await completedRun());
    expect(await deliver(new Blob([body]).stream(), {}, body)).toBe(200);
  });
});

describe('one failing run', () => {
  test('delivered fifty times at once is one incident', async () => {
    await push(scenario, { 'a.txt': 'a\n' });
    await scenario.ended();
    const { id } = completed();
    const sent = await Promise.all(Array.from({ length: 50 }, () => scenario.stack.github.redeliver(id)));
    expect(sent.map(({ statusCode }) => statusCode)).toEqual(Array(50).fill(200));
    expect(await rows()).toBe(1);
    expect(ourChecks()).toHaveLength(1);
  });

  test('whose completion arrives before its start is one unchanged incident', async () => {
    const whole = await completedRun();
    const run = { ...(whole['workflow_run'] as object), id: 4711 };
    expect(await deliver(JSON.stringify({ ...whole, workflow_run: run }))).toBe(200);
    const id = incidentId({ runId: 4711, attempt: 1 });
    const ended = await until(async () => {
      const view = await scenario.store.find(id);
      return view?.entry.state === 'stopped' && view;
    });
    const begins = { ...run, status: 'in_progress', conclusion: null };
    expect(await deliver(JSON.stringify({ ...whole, action: 'in_progress', workflow_run: begins }))).toBe(200);
    expect(await scenario.store.find(id)).toEqual(ended);
  });

  test('whose second attempt arrives before the first has an incident for each, and only the later one is worked on', async () => {
    const whole = await completedRun();
    const attempt = (number: number) =>
      JSON.stringify({
        ...whole,
        workflow_run: { ...(whole['workflow_run'] as object), id: 4711, run_attempt: number },
      });
    expect(await deliver(attempt(2))).toBe(200);
    expect(await deliver(attempt(1))).toBe(200);
    const codeOf = (number: number) =>
      until(async () => {
        const entry = (await scenario.store.find(incidentId({ runId: 4711, attempt: number })))?.entry;
        return entry?.state === 'stopped' && entry.incident.stop.code;
      });
    expect(await codeOf(1)).toBe('same-failure');
    expect(await codeOf(2)).not.toBe('same-failure');
  });
});

const rows = async () => (await scenario.store.list({ limit: 10, offset: 0 })).total;

function ourChecks() {
  return scenario.stack.github.checkRuns(repository).filter(({ name }) => name === 'Nightwatch');
}

function completed(): Delivery {
  const found = scenario.stack.github
    .deliveries()
    .find(({ event, action }) => event === 'workflow_run' && action === 'completed');
  if (!found) throw new Error('Nothing was delivered.');
  return found;
}

/** What GitHub sent of a failing run. */
async function completedRun(): Promise<Record<string, unknown>> {
  await push(scenario, { 'a.txt': 'a\n' });
  await scenario.ended();
  return JSON.parse(completed().body) as Record<string, unknown>;
}

/** Signed as GitHub does unless the headers say otherwise; an empty header is left out. Answers the status. */
async function deliver(
  body: string | ReadableStream,
  headers: Record<string, string> = {},
  signed = typeof body === 'string' ? body : '',
): Promise<number> {
  const all = {
    'content-type': 'application/json',
    'x-github-event': 'workflow_run',
    'x-github-delivery': crypto.randomUUID(),
    'x-hub-signature-256': await sign(scenario.stack.environment['WEBHOOK_SECRET'] ?? '', signed || ' '),
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const streamed = typeof body === 'string' ? {} : { duplex: 'half' as const };
  const response = await fetch(webhooks(), { method: 'POST', headers: given, body, ...streamed });
  await response.arrayBuffer();
  return response.status;
}

/** The status for a request that has not come to its end, of which so many MB are sent. */
async function begun(headers: Record<string, string>, megabytes = 0): Promise<number> {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  return await new Promise((answered, failed) => {
    const asking = request(webhooks(), { method: 'POST', headers }, response => {
      answered(response.statusCode ?? 0);
      asking.destroy();
    });
    let left = megabytes;
    const write = () => {
      while (left > 0 && !asking.destroyed) {
        left -= 1;
        if (!asking.write(chunk)) return void asking.once('drain', write);
      }
    };
    asking.on('error', failed);
    asking.write('{', write);
  });
}

function webhooks(): string {
  return `${scenario.nightwatch?.url}/api/github/webhooks`;
}
