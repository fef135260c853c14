// Set-up on a server of its own, between a local GitHub and a local Gemini, and a person's browser without a window.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProbotOctokit } from 'probot';
import { checkKey } from '../../src/adapters/gemini/check-key.ts';
import { redeemCode } from '../../src/adapters/github/register-app.ts';
import { newChannel, type Relay, startRelay } from '../../src/adapters/smee/relay.ts';
import { openEnvironment } from '../../src/config/environment.ts';
import { configFrom } from '../../src/config.ts';
import { type SetUp, setUp } from '../../src/setup/setup.ts';
import { type LocalGemini, startGemini } from '../../src/standins/gemini/server.ts';
import { type LocalGitHub, startGitHub } from '../../src/standins/github/server.ts';
import type { LocalSmee } from './smee.ts';

export interface SetUpScenario {
  readonly url: string;
  readonly file: string;
  readonly github: LocalGitHub;
  readonly gemini: LocalGemini;
  readonly setUp: SetUp;
  /** How often normal work was begun. */
  starts(): number;
  stop(): Promise<void>;
}

/** With PUBLIC_URL, so that the local GitHub reaches this server directly. */
export async function startSetUp(
  given: Readonly<Record<string, string>> = {},
  smee?: LocalSmee,
): Promise<SetUpScenario> {
  let relay: Relay | undefined;
  const folder = await mkdtemp(join(tmpdir(), 'nightwatch-set-up-'));
  const github = await startGitHub({ dataDirectory: join(folder, 'github'), runWorkflow: async () => [] });
  const gemini = await startGemini({ answers: () => ({ text: '' }) });
  let starts = 0;
  const server = createServer((request, response) => void setting.handler(request, response));
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, '.env');
  const environment = openEnvironment({
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: 'http',
    GEMINI_BASE_URL: gemini.url,
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    ...given,
    // Never that of what is given, which an earlier scenario may have saved.
    ENV_FILE: file,
  });
  const config = () => configFrom(environment.variables);
  const setting = setUp({
    environment,
    config,
    port,
    effects: {
      openChannel: async () => {
        if (!smee) throw new Error('Could not open a channel.');
        const channel = await newChannel(smee.newChannelUrl);
        relay = startRelay({ channel, target: `${url}/api/github/webhooks` }, { info() {}, warn() {} });
        await smee.connected();
        return channel;
      },
      redeemCode: code => redeemCode(new ProbotOctokit({ baseUrl: config().githubApiUrl, log: silent }), code),
      checkKey: apiKey => checkKey({ ...config().gemini, apiKey }),
      identifyApp: async () => ({ name: 'Nightwatch acme', url: `${github.url}/apps/nightwatch-acme` }),
      async start() {
        starts += 1;
        if (config().dataDirectory.startsWith('/proc/')) throw new Error('DATA_DIRECTORY is not writable.');
      },
    },
  });
  return {
    url,
    file,
    github,
    gemini,
    setUp: setting,
    starts: () => starts,
    async stop() {
      await relay?.stop();
      server.closeAllConnections();
      await new Promise(stopped => server.close(stopped));
      await Promise.all([github.stop(), gemini.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A browser as far as cookies, forms and redirects go; headers of its own win. */
export class Visitor {
  readonly url: string;
  #cookie = '';

  constructor(url: string) {
    this.url = url;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#take(
      await fetch(new URL(path, this.url), { redirect: 'manual', headers: { cookie: this.#cookie, ...headers } }),
    );
  }

  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.#take(
      await fetch(new URL(path, this.url), {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: this.#cookie, origin: this.url, ...headers },
        body: new URLSearchParams(fields),
      }),
    );
  }

  /** The hidden field of that name on a page. */
  async field(path: string, name: string): Promise<string> {
    const html = await (await this.get(path)).text();
    return (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&quot;', '"');
  }

  #take(response: Response): Response {
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
    return response;
  }
}

/** Someone who opened the link. */
export async function admitted({ url, setUp: { link } }: SetUpScenario): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.get(new URL(link).pathname + new URL(link).search);
  return visitor;
}

/** Goes as far as GitHub's redirect back to us, which it answers: with a code, and the state of the page. */
export async function createdOnGitHub(visitor: Visitor, github: LocalGitHub, organization = 'acme'): Promise<string> {
  const state = await visitor.field('/setup', 'state');
  await visitor.post('/setup/account', { state, owner: 'organization', organization });
  const manifest = await visitor.field('/setup/review', 'manifest');
  const response = await fetch(`${github.url}/organizations/${organization}/settings/apps`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ manifest, state, name: JSON.parse(manifest).name }),
  });
  const back = new URL(response.headers.get('location') ?? '');
  return back.pathname + back.search;
}
