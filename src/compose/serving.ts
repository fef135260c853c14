// What is served in normal work: webhooks by way of Probot, the dashboard, and the relay for a machine that GitHub cannot reach.
import type { Logger } from 'pino';
import { Probot, type ProbotOctokit } from 'probot';
import { checkEngine } from '../adapters/docker/check-engine.ts';
import { checkKey } from '../adapters/gemini/check-key.ts';
import { checkApp, checkWebhook } from '../adapters/github/check-app.ts';
import { type Relay, startRelay } from '../adapters/smee/relay.ts';
import type { AppCredentials, Config } from '../config.ts';
import { dashboard } from '../dashboard/dashboard.ts';
import { webhooks } from '../intake/webhooks/webhooks.ts';
import { type Handler, listen, type Server } from '../server/server.ts';
import { hookOf, ownOrigin } from '../setup/address.ts';
import { installed } from '../setup/installed.ts';
import { reportChecks } from '../setup/start-checks.ts';
import type { Store } from '../store.ts';
import { receiver } from './receiving.ts';

/** With the credentials of its App. */
export type RegisteredConfig = Config & { readonly credentials: AppCredentials };

export interface Serving {
  readonly port: number;
  stop(): Promise<void>;
}

export interface Served {
  readonly app: Probot;
  readonly store: Store;
  readonly log: Logger;
  readonly dashboardToken: string;
  /** That of the set-up page, which is taken over; its own if left out. */
  readonly server?: Server | undefined;
}

/** For requests under way when the server stops. */
const graceMs = 5_000;

export function probotOf(
  config: RegisteredConfig,
  { log, Octokit }: { log: Logger; Octokit: typeof ProbotOctokit },
): Probot {
  const { credentials, webhooks, githubApiUrl: baseUrl } = config;
  return new Probot({ ...credentials, secret: webhooks.secret, baseUrl, log, Octokit });
}

/** Throws a sentence when it cannot listen. */
export async function startServing(
  config: RegisteredConfig,
  { app, store, log, dashboardToken, server: given }: Served,
): Promise<Serving> {
  const server = given ?? (await listen({ ...config.server, log }));
  server.use([webhooksOf(config, app, log), dashboard({ store, token: dashboardToken }), installed, leadToDashboard]);
  log.info(`Listening on ${ownOrigin(config.server.host, server.port)}`);
  const origin = config.server.publicUrl ?? ownOrigin(config.server.host, server.port);
  // Past the log, which masks the token. The operator knows a token of their own.
  if (!config.dashboardToken) console.log(`The dashboard is at ${origin}/incidents?token=${dashboardToken}`);
  const relay = maybeRelay(config, server.port, log);
  void startChecks(config, app, log);
  return {
    port: server.port,
    async stop() {
      await relay?.stop();
      await server.stop(graceMs);
    },
  };
}

/** From the bare address. */
const leadToDashboard: Handler = async ({ method, url }, response) => {
  if (method !== 'GET' || url !== '/') return false;
  response.writeHead(303, { location: '/incidents' }).end();
  return true;
};

function webhooksOf({ webhooks: { path, secret } }: RegisteredConfig, app: Probot, log: Logger): Handler {
  // At the bare address, Apps of earlier versions were registered to send their events.
  return webhooks({ paths: [path, '/'], secret, receive: receiver(app), log });
}

/** Null when GitHub reaches this server itself, or not at all. */
export function maybeRelay(config: Config, port: number, log: Logger): Relay | null {
  const hook = hookOf(config);
  if (hook?.kind !== 'relayed') return null;
  const target = `${ownOrigin(config.server.host, port)}${config.webhooks.path}`;
  return startRelay({ channel: hook.url, target }, log);
}

/** Beside the start, one line each. */
async function startChecks(config: RegisteredConfig, app: Probot, log: Logger): Promise<void> {
  const octokit = await app.auth();
  const checks = {
    App: checkApp(octokit),
    Webhooks: checkWebhook(octokit, hookOf(config)?.url),
    Engine: checkEngine(),
    Model: checkKey(config.gemini),
  };
  await reportChecks(checks, log);
}
