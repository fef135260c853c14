// Set-up: from no credentials to an App that is registered and can be installed, in one browser and without a restart.
import type { ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Config, Environment } from '../config.ts';
import type { Handler } from '../server/server.ts';
import { newAccess } from './access.ts';
import { addressOf } from './address.ts';
import { keepEarlyPings } from './early-pings.ts';
import type { Effects } from './effects.ts';
import { setUpRoutes } from './routes.ts';

export interface SetUpOptions {
  readonly environment: Environment;
  /** As the environment has it now. Throws `ConfigError`. */
  readonly config: () => Config;
  /** That the server listens on. */
  readonly port: number;
  readonly effects: Effects;
}

export interface SetUp {
  /** Opens the pages, once; the only way in. */
  readonly link: string;
  /** Until normal work begins: pages, health checks, and the first ping. */
  readonly handler: Handler;
  /** Afterwards: the last page, for whoever set Nightwatch up. */
  readonly lastPage: Handler;
  /** Tells that an event has arrived, signed as it should be. */
  eventArrived(): void;
}

export function setUp({ environment, config, port, effects }: SetUpOptions): SetUp {
  const access = newAccess();
  const address = addressOf(config().server, port);
  const pings = keepEarlyPings();
  let hasEvent = false;
  const isReached = () => hasEvent || pings.hasOneOf(config().webhooks.secret);
  const { fetch } = setUpRoutes({ access, address, environment, config, effects, isReached });
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false });
  const pages: Handler = async (request, response) => {
    if (!/^\/setup(?:[/?]|$)/.test(request.url ?? '')) return false;
    await listener(request, response);
    return true;
  };
  return {
    link: `${address.origin}/setup?token=${access.token}`,
    async handler(request, response) {
      const path = request.url?.split('?')[0];
      if (path === '/') return redirect(response, '/setup');
      if (path === '/healthz') return answer(response, 200, { status: 'setting up' });
      if (path !== config().webhooks.path) return await pages(request, response);
      const isKept = request.method === 'POST' && (await pings.keep(request));
      return isKept ? answer(response, 202, {}) : answer(response, 503, { message: 'Nightwatch is not set up yet.' });
    },
    lastPage: pages,
    eventArrived() {
      hasEvent = true;
    },
  };
}

function redirect(response: ServerResponse, location: string): true {
  response.writeHead(303, { location }).end();
  return true;
}

function answer(response: ServerResponse, status: number, body: object): true {
  // What was not read of a refused request must not be taken for the next one.
  if (status === 503) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  return true;
}
