// Containers for workspaces. Starting and removing one takes longer than most test runs, so the next one is started ahead, while the
// tests run or the model thinks, and nobody waits for a removal.
import { LRUCache } from 'lru-cache';
import type { Environment } from '../../incident/reproduction.ts';
import { Transient } from '../../ports.ts';
import { boundTo, type EngineSession, type Limits } from './engine/container.ts';
import { isMissing } from './engine/engine.ts';
import { type Home, type Isolated, startWorkspace } from './engine/isolated-container.ts';
import { strictestRuntime } from './engine/runtime.ts';
import { savedServices } from './services/saved-service.ts';

/** Leaving the scope removes what was started ahead, and waits for all removals. */
export interface WorkspaceSupply extends AsyncDisposable {
  /** A fresh container, removed when the signal aborts. Throws `Transient` when the engine no longer has the environment. */
  take(environment: Environment, wish: { home: Home; signal: AbortSignal | undefined }): Promise<Isolated>;
}

/** Containers waiting at most, one for an environment, and how long. */
const most = 8;
const longestWaitMs = 5 * 60_000;

export function workspaceSupply(session: EngineSession, limits: Limits): WorkspaceSupply {
  const removals = new Set<Promise<void>>();
  const remove = (running: Isolated) => {
    // A container that could not be removed is the reaper's.
    const removal = Promise.resolve(running[Symbol.asyncDispose]()).catch(() => {});
    removals.add(removal);
    void removal.then(() => removals.delete(removal));
  };
  const ahead = new LRUCache<string, Promise<Isolated | null>>({
    max: most,
    ttl: longestWaitMs,
    ttlAutopurge: true,
    dispose(waiting, _, reason) {
      if (reason !== 'delete') void waiting.then(running => running && remove(running));
    },
  });
  const start = starter(session, limits);
  const startedAhead = async (key: string): Promise<Isolated | null> => {
    const waiting = ahead.get(key);
    ahead.delete(key);
    const running = await waiting;
    if (!running || (await running.shell.run(':'))) return running ?? null;
    remove(running);
    return null;
  };
  return {
    async take(environment, { home, signal }) {
      signal?.throwIfAborted();
      const key = `${environment.digest} ${home}`;
      const running =
        (await startedAhead(key)) ?? (await start(environment, home).catch(withoutEnvironment(environment)));
      // A fault shows when the next one is asked for.
      const next = () => start(environment, home).catch(() => null);
      if (!ahead.has(key)) ahead.set(key, next());
      const taken = { ...running, [Symbol.asyncDispose]: async () => remove(running) };
      if (signal?.aborted) remove(running);
      return boundTo(signal, taken);
    },
    async [Symbol.asyncDispose]() {
      const waiting = [...ahead.values()];
      ahead.clear();
      for (const running of await Promise.all(waiting)) if (running) remove(running);
      await Promise.all(removals);
    },
  };
}

function starter(session: EngineSession, limits: Limits): (environment: Environment, home: Home) => Promise<Isolated> {
  const strictest = strictestRuntime(session.docker);
  return async ({ digest }, home) => {
    const services = await savedServices(session, digest);
    const hosts = services.map(({ name }) => name);
    const runtime = services.length === 0 ? await strictest() : {};
    return startWorkspace(session, digest, { limits, hosts, home, runtime });
  };
}

/** For the error of a question about an environment: `Transient` when the engine no longer has it. */
export function withoutEnvironment({ image }: Environment): (error: unknown) => never {
  return error => {
    if (isMissing(error)) throw new Transient(`The engine no longer has ${image}.`, { cause: error });
    throw error;
  };
}
