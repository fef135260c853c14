// Set-up mode: the set-up page on the server that normal work then takes over.
import type { Logger } from 'pino';
import { checkKey } from '../adapters/gemini/check-key.ts';
import { identifyApp } from '../adapters/github/check-app.ts';
import { politeOctokit } from '../adapters/github/polite-octokit.ts';
import { redeemCode } from '../adapters/github/register-app.ts';
import { newChannel, type Relay } from '../adapters/smee/relay.ts';
import { type Config, type Environment, readConfig } from '../config.ts';
import { openLog } from '../log.ts';
import { type Handler, listen, type Server } from '../server/server.ts';
import type { Effects } from '../setup/effects.ts';
import { type SetUp, setUp } from '../setup/setup.ts';
import { orCannotStart } from './cannot-start.ts';
import { maybeRelay, type RegisteredConfig } from './serving.ts';

export interface Stoppable {
  /** In set-up mode there is nothing to wait for. */
  stop(graceMs: number): Promise<void>;
}

type Start = (config: RegisteredConfig, server: Server) => Promise<Stoppable>;

/** Everything that normal work needs to begin. */
export function isComplete(config: Config): config is RegisteredConfig {
  return config.credentials !== null && config.gemini.apiKey !== '';
}

/** Shows the set-up page and, when it is done, calls `start`. Throws `CannotStart`. */
export async function startSetUp(environment: Environment, start: Start): Promise<Stoppable> {
  const config = () => readConfig(environment);
  const { server: address, logLevel: level, isProduction } = config();
  // Nothing of others comes into this log, and the link in it must be readable.
  const { log, close } = await openLog({ level, isProduction, secrets: [], mask: async value => value });
  const server = await orCannotStart(listen({ ...address, log }));
  let relay = maybeRelay(config(), server.port, log);
  let running: Stoppable | null = null;
  const effects: Effects = {
    ...onGitHub(config, log),
    async openChannel() {
      const proxyUrl = await newChannel();
      relay = relayOf(config(), proxyUrl, { port: server.port, log });
      return proxyUrl;
    },
    async start() {
      await relay?.stop();
      running = await start(completed(config()), withLastPage(server, page, config().webhooks.path));
    },
  };
  const page = setUp({ environment, config, port: server.port, effects });
  server.use([page.handler]);
  log.info(`To set Nightwatch up, open ${page.link}`);
  return {
    async stop(graceMs) {
      if (running) return await running.stop(graceMs);
      await relay?.stop();
      await server.stop(0);
      close();
    },
  };
}

function onGitHub(config: () => Config, log: Logger): Pick<Effects, 'redeemCode' | 'checkKey' | 'identifyApp'> {
  const Octokit = politeOctokit();
  return {
    redeemCode: code => redeemCode(new Octokit({ baseUrl: config().githubApiUrl, log }), code),
    checkKey: apiKey => checkKey({ ...config().gemini, apiKey }),
    identifyApp: () => identifyApp(new Octokit({ baseUrl: config().githubApiUrl, auth: config().credentials, log })),
  };
}

function relayOf(config: Config, proxyUrl: string, { port, log }: { port: number; log: Logger }): Relay | null {
  return maybeRelay({ ...config, webhooks: { ...config.webhooks, proxyUrl } }, port, log);
}

function completed(config: Config): RegisteredConfig {
  if (!isComplete(config)) throw new Error('Set-up is not complete.');
  return config;
}

/** Normal work on the same server, with the last page of set-up beside it, which is told of the first event. */
function withLastPage(server: Server, page: SetUp, webhookPath: string): Server {
  const watched =
    (handle: Handler): Handler =>
    async (request, response) => {
      const isHandled = await handle(request, response);
      if (isHandled && request.url === webhookPath && response.statusCode < 300) page.eventArrived();
      return isHandled;
    };
  return { ...server, use: handlers => server.use([page.lastPage, ...handlers.map(watched)]) };
}
