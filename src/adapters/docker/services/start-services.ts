// Starts the services of a job beside a container, and saves them with their data.
import { Transient } from '../../../ports.ts';
import { commit } from '../engine/commit.ts';
import { labels, mebibyte, noteUse, type Running } from '../engine/container.ts';
import { untilOverfull } from '../engine/disk.ts';
import { engine, maybeAlive } from '../engine/engine.ts';
import { forward } from './forward.ts';
import { lastLogs } from './last-logs.ts';
import { untilReady } from './readiness.ts';
import type { SavedService } from './saved-service.ts';
import type { StartableService } from './service-image.ts';
import { type Beside, startService } from './start-service.ts';

/** Leaving the scope removes the services. */
export interface StartedServices extends AsyncDisposable {
  /** The service that is not ready, and why; null when all are. */
  readonly fault: ServiceFault | null;
  /** Ends each service in good order, saves it as an image of this name and a number, and starts it again. */
  save(repositoryAndTag: string): Promise<readonly SavedService[]>;
}

export interface ServiceFault {
  readonly image: string;
  /** The service's last output, not masked. */
  readonly output: string;
}

/** Waits until all are ready. */
export async function startServices(beside: Beside, services: readonly StartableService[]): Promise<StartedServices> {
  const started: Started[] = [];
  const over = new AbortController();
  let forwarding: Running | null = null;
  const dispose = async () => {
    over.abort();
    const all = [...started.map(({ running }) => running), ...(forwarding ? [forwarding] : [])];
    await Promise.all(all.map(running => running[Symbol.asyncDispose]()));
  };
  try {
    for (const service of services) started.push(await start(beside, service, over.signal));
    forwarding = await forward(beside, services);
    const fault = await faultOf(beside, started);
    return { fault, save: name => saveAll(beside, started, name), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

interface Started {
  readonly service: StartableService;
  readonly running: Running;
  listening: readonly number[];
}

async function start(
  { session, container, limits }: Beside,
  service: StartableService,
  over: AbortSignal,
): Promise<Started> {
  const options = { ...service.program, Image: service.digest, beside: container, limits };
  const running = await startService(session, options);
  // What tests write into a database is on the host's disk too.
  void untilOverfull(running.container, limits.diskMb * mebibyte, over).then(
    () => maybeAlive(engine(running.container.kill())).catch(() => {}), // The next use of the service reports it.
  );
  return { service, running, listening: [] };
}

/** Notes on which ports the services listen. */
async function faultOf({ container }: Beside, started: readonly Started[]): Promise<ServiceFault | null> {
  const faults = started.map(async one => {
    const { service, running } = one;
    const listening = await untilReady({ container: running.container, beside: container }, service);
    if (listening === null) return { image: service.image, output: await lastLogs(running.container) };
    one.listening = listening;
    const lost = service.ports.find(({ host, container }) => host !== container && !listening.includes(host));
    return lost ? { image: service.image, output: `Could not make it reachable at port ${lost.host}.` } : null;
  });
  return (await Promise.all(faults)).find(fault => fault !== null) ?? null;
}

async function saveAll(beside: Beside, started: readonly Started[], name: string): Promise<readonly SavedService[]> {
  const saved: SavedService[] = [];
  for (const [at, { service, running, listening }] of started.entries()) {
    // Already stopped: there is nothing to end.
    await maybeAlive(engine(running.container.stop({ t: stopSeconds }))).catch(ignoreNotModified);
    const { session } = beside;
    const digest = await commit(running.container, `${name}-${at}`, { [labels.owner]: session.owner });
    noteUse(session, digest);
    await engine(running.container.start());
    const { image, ports, check } = service;
    saved.push({ name: service.name, image, digest, ports, listening: [...listening], check: check && [...check] });
  }
  const fault = await faultOf(beside, started);
  if (fault) throw new Transient(`The service ${fault.image} did not start again.`, { cause: fault.output });
  return saved;
}

/** A database writes what it has in memory; the engine's own default is 10. */
const stopSeconds = 30;

function ignoreNotModified(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 304) throw error;
}
