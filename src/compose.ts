// Config in, a running Nightwatch out: the only place that knows every adapter.
import { createHash } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Probot, ProbotOctokit } from 'probot';
import { openSandbox, type Sandboxes } from './adapters/docker/sandbox.ts';
import { geminiModel } from './adapters/gemini/gemini.ts';
import { type Mirrors, openMirrors } from './adapters/git/mirrors.ts';
import { politeOctokit } from './adapters/github/polite-octokit.ts';
import { githubRepository } from './adapters/github/repository.ts';
import { openStore } from './adapters/prisma/open-store.ts';
import { secretMasker } from './adapters/secrets/mask.ts';
import { valueMasker } from './adapters/secrets/mask-value.ts';
import { orCannotStart } from './compose/cannot-start.ts';
import { dashboardTokenOf } from './compose/dashboard-token.ts';
import { startReceiving } from './compose/receiving.ts';
import { probotOf, type RegisteredConfig, startServing } from './compose/serving.ts';
import { type Config, secretsOf } from './config.ts';
import { livenessOf, newProcessIdentity } from './engine/process-liveness.ts';
import type { Engine } from './engine/step.ts';
import { startSweep } from './engine/sweep.ts';
import { startWorker } from './engine/worker.ts';
import { openLog } from './log.ts';
import type { Clock } from './ports.ts';
import type { Server } from './server/server.ts';
import type { Store } from './store.ts';

export interface Nightwatch {
  readonly url: string;
  readonly store: Store;
  /** Accepts no new work, gives running stages this long to finish, and releases the rest. */
  stop(graceMs: number): Promise<void>;
}

export type { RegisteredConfig } from './compose/serving.ts';

const clock: Clock = { now: () => new Date() };
/** A running stage renews its lease. A dead process's lease is ended by the next start; on another machine it expires. */
const leaseMs = 30_000;
const pollMs = 1_000;

export interface StartOptions {
  /** Tests pass one without throttling. */
  readonly octokit?: typeof ProbotOctokit;
  /** That of the set-up page, which it then takes over. */
  readonly server?: Server;
}

/** Webhooks, dashboard and worker in one process. Throws `CannotStart`. */
export async function startNightwatch(config: RegisteredConfig, options: StartOptions = {}): Promise<Nightwatch> {
  await orCannotStart(mustBeWritable(config.dataDirectory));
  const dashboardToken = await orCannotStart(dashboardTokenOf(config));
  const secrets = [...secretsOf(config), dashboardToken];
  const maskValue = valueMasker({ known: secrets });
  const { log, close: closeLog } = await openLog({
    level: config.logLevel,
    isProduction: config.isProduction,
    secrets,
    mask: maskValue,
  });
  const sealing = { mask: maskValue, secret: config.credentials.privateKey };
  const store = await orCannotStart(openStore({ databaseUrl: config.databaseUrl, sealing }));
  const app = probotOf(config, { log, Octokit: options.octokit ?? politeOctokit() });
  const mask = secretMasker({ known: secrets });
  const processIdentity = newProcessIdentity();
  const sandboxes = openSandbox({ ...config.sandbox, owner: ownerOf(config), processIdentity, mask });
  const mirrors = openMirrors({
    directory: join(config.dataDirectory, 'mirrors'),
    processIdentity,
    isDead: isKnownDead,
  });
  const bind = portsBinder(config, { app, sandboxes, mirrors, mask });
  const budget = { bytes: config.keptBytes, keepers: [sandboxes.images, mirrors.keeper], needed: store.needed };
  const sweep = startSweep({ leases: store, reapers: [sandboxes.reap, mirrors.reap], budget, clock, log });
  const { concurrency } = config;
  const worker = startWorker({ store, clock, log, bind, owner: processIdentity, concurrency, leaseMs, pollMs });
  const reconciliation = await startReceiving(app, { store, limits: config.limits, onWork: worker.wake, clock, log });
  const serving = await orCannotStart(
    startServing(config, { app, store, log, dashboardToken, server: options.server }),
  );
  return {
    url: `http://${config.server.host}:${serving.port}`,
    store,
    async stop(graceMs) {
      await serving.stop();
      sweep.stop();
      reconciliation.stop();
      await worker.stop(graceMs);
      await sandboxes[Symbol.asyncDispose]();
      await store.close();
      log.info('Stopped');
      closeLog();
    },
  };
}

function isKnownDead(processIdentity: string): boolean {
  return livenessOf(processIdentity) === 'dead';
}

async function mustBeWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    throw new Error(`DATA_DIRECTORY is not writable (${error instanceof Error ? error.message : error}).`);
  }
}

type Mask = (text: string) => Promise<string>;

/** Mirrors and sandboxes are shared; the repository is bound to the incident's, with the installation's Octokit. */
function portsBinder(
  config: RegisteredConfig,
  { app, sandboxes, mirrors, mask }: { app: Probot; sandboxes: Sandboxes; mirrors: Mirrors; mask: Mask },
): Engine['bind'] {
  return async ({ run }, signal) => {
    const octokit = await app.auth(run.installationId);
    return {
      repository: githubRepository({ octokit, run, mask, signal }, mirrors),
      model: geminiModel({ ...config.gemini, mask, signal }),
      sandbox: sandboxes.for(run, signal),
      clock,
    };
  };
}

/** The same after a restart, so that an earlier process's leftovers on the engine are recognised as ours. */
function ownerOf({ databaseUrl }: Config): string {
  return createHash('sha256')
    .update(`${hostname()} ${resolve(databaseUrl)}`)
    .digest('hex')
    .slice(0, 16);
}
