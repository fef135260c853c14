import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sign } from '@octokit/webhooks-methods';
import { type Scenario, startScenario, until } from './scenario.ts';

const root = join(import.meta.dirname, '../..');

describe('without credentials', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightwatch-setup-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    ['development', 'localhost'],
    ['production', '0.0.0.0'],
  ])('in %s, listening on %s, the log has the link of the set-up page, which opens it', async (NODE_ENV, HOST) => {
    const child = start(folder, { PORT: '0', NODE_ENV, HOST });
    try {
      const link = await firstMatch(child, /http:\/\/localhost:\d+\/setup\?token=[\w-]+/);
      const { port } = new URL(link);
      const { status, headers } = await fetch(link, { redirect: 'manual' });
      expect([status, headers.get('location')]).toEqual([303, '/setup']);
      expect((await fetch(`http://localhost:${port}/`)).status).toBe(403);
      expect(await (await fetch(`http://localhost:${port}/healthz`)).json()).toEqual({ status: 'setting up' });
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('the server ends at once when it is told to, also in set-up mode', async () => {
    const child = start(folder, { PORT: '0' });
    const exit = once(child, 'exit');
    await firstMatch(child, /setup\?token=/);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  test('the server ends with `npm start`', async () => {
    const env = { ...process.env, PORT: '0', ENV_FILE: join(folder, '.env'), NODE_ENV: 'development' };
    const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const link = await firstMatch(npm, /http:\/\/localhost:\d+\/setup\?token=/);
    const isUp = () =>
      fetch(new URL('/healthz', link)).then(
        ({ ok }) => ok,
        () => false,
      );
    expect(await isUp()).toBe(true);
    npm.kill('SIGTERM');
    await until(async () => ((await isUp()) ? null : 'down'), 120);
  });

  test('the server says in a sentence that its port is taken', async () => {
    const taken = createServer();
    await new Promise<void>(listening => taken.listen(0, 'localhost', listening));
    const { port } = taken.address() as AddressInfo;
    const child = start(folder, { PORT: String(port) });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    taken.close();
    expect(code).toBe(1);
    expect(said).toBe(`Port ${port} is already in use. Set PORT to use a different one.\n`);
  });

  test.each([
    ['without a webhook secret', { WEBHOOK_SECRET: '' }],
    ['with the default webhook secret', { WEBHOOK_SECRET: 'development' }],
  ])('in production, %s, the server refuses to start and says what it expects', async (_, secret) => {
    const child = start(folder, {
      NODE_ENV: 'production',
      APP_ID: '1',
      GEMINI_API_KEY: 'key',
      PRIVATE_KEY: 'key',
      ...secret,
    });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(1);
    expect(said).toContain('WEBHOOK_SECRET');
  });
});

describe('with credentials', () => {
  let scenario: Scenario;
  let url: string;
  beforeAll(async () => {
    scenario = await startScenario({ runWorkflow: async () => [] });
    url = scenario.nightwatch?.url ?? '';
  });
  afterAll(() => scenario.stop());

  test('the bare address leads to the dashboard', async () => {
    const { status, headers } = await fetch(url, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([303, '/incidents']);
  });

  test('/healthz answers', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('the dashboard is shown to those who have its token, and to no one else', async () => {
    const authorization = `Bearer ${scenario.stack.environment['DASHBOARD_TOKEN']}`;
    const page = await fetch(`${url}/incidents`, { headers: { authorization } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect((await fetch(`${url}/incidents`)).status).toBe(404);
  });

  test.each(['/probot', '/ping'])('Probot’s own page %s is not there', async path => {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  });

  // Apps of earlier versions were registered with the bare address as their webhook URL.
  test.each(['/api/github/webhooks', '/'])('signed webhooks are accepted at %s, unsigned ones are not', async path => {
    const body = JSON.stringify({ zen: 'Keep it logically awesome.', hook_id: 1 });
    const signature = await sign(scenario.stack.environment['WEBHOOK_SECRET'] ?? '', body);
    expect((await deliver(path, body, signature)).status).toBe(200);
    expect(
      (
        await deliver(
          path,
          body,
          signature.replace(/.$/, last => (last === '0' ? '1' : '0')),
        )
      ).status,
    ).toBe(401);
  });

  test.each([
    ['not JSON', 'nonsense'],
    ['a wrong form', JSON.stringify({ action: 'completed', workflow_run: { id: 'x' }, repository: null })],
  ])('a signed webhook of %s leaves no row and does no harm', async (_, body) => {
    const signature = await sign(scenario.stack.environment['WEBHOOK_SECRET'] ?? '', body);
    expect((await deliver('/api/github/webhooks', body, signature, 'workflow_run')).status).toBeLessThan(500);
    expect((await scenario.store.list({ limit: 1, offset: 0 })).total).toBe(0);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  function deliver(path: string, body: string, signature: string, event = 'ping') {
    return fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': crypto.randomUUID(),
        'x-hub-signature-256': signature,
      },
      body,
    });
  }
});

function start(cwd: string, environment: Record<string, string>) {
  return spawn(process.execPath, [join(root, 'src/main.ts')], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Saying {
  readonly stdout: Readable;
  readonly stderr: Readable;
}

async function firstMatch({ stdout, stderr }: Saying, wanted: RegExp): Promise<string> {
  let said = '';
  let complained = '';
  stderr.on('data', chunk => {
    complained += chunk;
  });
  for await (const chunk of stdout) {
    said += chunk;
    const [found] = wanted.exec(said) ?? [];
    if (found) {
      // Whatever is said later has somewhere to go.
      stdout.resume();
      return found;
    }
  }
  throw new Error(`It said only: ${said}${complained}`);
}
