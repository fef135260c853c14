// Everything on this machine: a GitHub with the App installed, a Gemini with scripted answers, and Nightwatch between them.
// Nightwatch finds them through its own environment variables, as it would the real ones.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProbotOctokit } from 'probot';
import { parse } from 'yaml';
import { type Nightwatch, type RegisteredConfig, startNightwatch } from '../compose.ts';
import { configFrom } from '../config.ts';
import { freePort } from './free-port.ts';
import { type Answering, type LocalGemini, startGemini } from './gemini/server.ts';
import { type LocalGitHub, startGitHub } from './github/server.ts';
import type { RunWorkflow } from './github/workflows/runner.ts';
import { type NightwatchProcess, startProcess } from './nightwatch-process.ts';
import type { PackageIndex } from './package-index/package-index.ts';

const root = join(import.meta.dirname, '../..');

export interface LocalStackOptions {
  /** Where everything is kept: repositories, database, mirrors, logs. */
  readonly directory: string;
  readonly owner: string;
  readonly runWorkflow: RunWorkflow;
  /** A folder of scripted answers, a function that makes them, or a key for the real Gemini. */
  readonly model: { answers: string | Answering } | { apiKey: string };
  /** Where setup installs from; the network's own if left out. The runner is given the same by whoever makes it. */
  readonly packageIndex?: PackageIndex | undefined;
  /** More of Nightwatch's variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface LocalStack {
  readonly github: LocalGitHub;
  /** Null when the real Gemini is asked. */
  readonly gemini: LocalGemini | null;
  /** What Nightwatch is started with. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** GitHub and Gemini, with the App registered from app.yml and installed; Nightwatch is not started. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const github = await startGitHub({
    dataDirectory: join(options.directory, 'github'),
    runWorkflow: options.runWorkflow,
  });
  const gemini = 'answers' in options.model ? await startGemini({ answers: options.model.answers }) : null;
  const port = await freePort();
  const secret = randomBytes(20).toString('hex');
  const keys = keyPair();
  const { default_permissions, default_events, name } = parse(await readFile(join(root, 'app.yml'), 'utf8'));
  const app = github.registerApp({
    appId: 1,
    slug: 'nightwatch',
    name,
    publicKey: keys.publicKey,
    webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks`,
    webhookSecret: secret,
    permissions: default_permissions,
    events: default_events,
  });
  github.install(app, options.owner);
  return {
    github,
    gemini,
    environment: {
      APP_ID: '1',
      PRIVATE_KEY: keys.privateKey,
      WEBHOOK_SECRET: secret,
      DASHBOARD_TOKEN: randomBytes(20).toString('hex'),
      HOST: '127.0.0.1',
      PORT: String(port),
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      DATABASE_URL: `file:${join(options.directory, 'nightwatch.db')}`,
      DATA_DIRECTORY: options.directory,
      GEMINI_API_KEY: 'apiKey' in options.model ? options.model.apiKey : 'scripted',
      ...(gemini ? { GEMINI_BASE_URL: gemini.url } : {}),
      // Setup may use a mirror of Debian's in the network around this machine.
      SANDBOX_ALLOWED_HOSTS: 'deb.debian.org',
      ...options.packageIndex?.variables,
      ...options.environment,
    },
    async stop() {
      await gemini?.stop();
      await github.stop();
    },
  };
}

function keyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}

/** As it is run for real: a process of its own. */
export async function startNightwatchProcess(stack: LocalStack, logFile: string): Promise<NightwatchProcess> {
  return await startProcess({ environment: stack.environment, entry: join(root, 'src/main.ts'), logFile });
}

/** In this process, without the pauses that Octokit keeps for the real GitHub's sake. */
export async function startNightwatchInProcess(stack: LocalStack): Promise<Nightwatch> {
  const config = configFrom(stack.environment);
  if (!config.credentials) throw new Error('A local stack always has credentials.');
  // As a function: Probot hands every client a throttle of its own, which would win over mere defaults.
  const hurried = ProbotOctokit.defaults((given: object) => ({
    ...given,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  return await startNightwatch(config as RegisteredConfig, { octokit: hurried });
}
