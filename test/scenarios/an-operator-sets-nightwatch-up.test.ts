// In a real browser, on a process of its own without credentials: from the link in the log to an App that is installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../../src/standins/free-port.ts';
import { type LocalGemini, startGemini } from '../../src/standins/gemini/server.ts';
import { type LocalGitHub, startGitHub } from '../../src/standins/github/server.ts';
import { accessibilityProblems, describeInBrowser, openBrowser, sidewaysScroll } from '../browser.ts';
import { until } from './scenario.ts';

const entry = join(import.meta.dirname, '../../src/main.ts');

/** Ten times what the slowest step takes on a busy machine. */
const patienceMs = 300_000;

describeInBrowser('an operator without credentials', () => {
  let folder: string;
  let github: LocalGitHub;
  let gemini: LocalGemini;
  let nightwatch: Started;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightwatch-operator-'));
    github = await startGitHub({ dataDirectory: join(folder, 'github'), runWorkflow: async () => [] });
    gemini = await startGemini({ answers: () => ({ text: '' }) });
    const port = await freePort();
    nightwatch = start(folder, {
      PORT: String(port),
      // Another site than the local GitHub's 127.0.0.1, as on the internet.
      PUBLIC_URL: `http://localhost:${port}`,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      GEMINI_BASE_URL: gemini.url,
      DOCKER_HOST: `unix://${folder}/no-engine.sock`,
      NODE_ENV: 'production',
    });
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await nightwatch?.stop('SIGKILL');
    await gemini?.stop();
    await github?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('registers the App for an organization, connects Gemini, installs it, and is watched over without a restart', async () => {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(patienceMs);
    const link = await until(async () => /http:\/\/\S+\/setup\?token=[\w-]+/.exec(nightwatch.said())?.[0] ?? null);
    const { origin } = new URL(link);
    await page.goto(`${origin}/setup`);
    await isInOrder(page, 'Open the link from the log');

    await page.goto(link);
    expect(page.url()).toBe(`${origin}/setup`);
    await isInOrder(page, 'Register your GitHub App');
    await page.getByLabel('An organization').check();
    await isInOrder(page, 'Register your GitHub App');
    await page.getByLabel('Name of the organization').fill('acme');
    await page.getByRole('button', { name: 'Continue' }).click();
    await isInOrder(page, 'Create the App on GitHub');

    await page.getByRole('button', { name: 'Create on GitHub' }).click();
    expect(new URL(page.url()).origin).toBe(github.url);
    await page.getByRole('button', { name: 'Create GitHub App for acme' }).click();
    await page.getByText('GitHub’s first event has arrived').waitFor();
    await isInOrder(page, 'Connect Gemini');

    await page.getByLabel('Gemini API key').fill('invalid-key');
    await page.getByRole('button', { name: 'Check and save' }).click();
    await page.getByText('Gemini refused the key').waitFor();
    await page.getByLabel('Gemini API key').fill('AIza-of-the-operator');
    await page.getByRole('button', { name: 'Check and save' }).click();
    await isInOrder(page, 'Nightwatch is running');

    await page.getByRole('link', { name: 'Install it on repositories' }).click();
    await page.getByRole('button', { name: 'Install on acme' }).click();
    await isInOrder(page, 'Nightwatch is on watch');
    await page.goto(`${origin}/setup`);
    await page.getByText('GitHub’s events arrive').waitFor();
    await github.settled();
    expect(github.deliveries().map(({ event, statusCode }) => [event, statusCode])).toEqual([
      ['ping', 202],
      ['installation', 200],
    ]);
  });

  test('finds the credentials in .env', async () => {
    const saved = parseEnv(await readFile(join(folder, '.env'), 'utf8'));
    expect(saved).toMatchObject({ APP_ID: expect.stringMatching(/^\d+$/), GEMINI_API_KEY: 'AIza-of-the-operator' });
  });

  test('reads in the log what works and what does not, which ends nothing', async () => {
    const lines = await until(async () => {
      const found = nightwatch.said().match(/"msg":"(?:App|Webhooks|Engine|Model): [^"]*"/g) ?? [];
      return found.length === 4 ? found : null;
    });
    expect(lines.sort()).toEqual([
      expect.stringMatching(/App: signed in as Nightwatch acme \(http.*\/apps\/nightwatch-acme\)\."$/),
      expect.stringMatching(
        /Engine: no Docker engine answers .* Start it, or set DOCKER_HOST\. Until then incidents wait\."$/,
      ),
      '"msg":"Model: gemini-3.8-flash is available."',
      expect.stringMatching(/Webhooks: GitHub sends events to http:\/\/localhost:\d+\/api\/github\/webhooks\."$/),
    ]);
  });

  test('ends it at once, as it was started', async () => {
    expect(await nightwatch.stop('SIGTERM')).toEqual([0, null]);
  });

  /** On a desktop and on a phone, in light and in dark. */
  async function isInOrder(page: Page, heading: string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
      [390, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    }
  }
});

interface Started {
  /** All that it wrote so far. */
  said(): string;
  /** Answers its exit code, or else the signal. */
  stop(signal: NodeJS.Signals): Promise<unknown[]>;
}

function start(cwd: string, environment: Record<string, string>): Started {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const child = spawn(process.execPath, [entry], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  return {
    said: () => said,
    async stop(signal) {
      child.kill(signal);
      return await ended;
    },
  };
}
