// Counts the containers and programs that Nightwatch starts, from outside: Node announces every HTTP request and child process.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { basename } from 'node:path';

export const countedThings = ['containers', 'sessions', 'programs', 'git processes'] as const;

/**
 * `sessions` are connections to a container's first process, `programs` those that the engine starts in a container, and
 * `git processes` those on the host, without git's own children.
 */
export type CountedThing = (typeof countedThings)[number];

export interface Counted {
  readonly what: CountedThing;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Leaving the scope ends the counting. */
export interface Counter extends Disposable {
  /** Counts what `work` starts, however late. The rest of this process is left out: the local GitHub uses git and Docker as well. */
  within<T>(work: () => T): T;
  /** What was started since the last call. */
  take(): readonly Counted[];
}

export function startCounter(): Counter {
  const inside = new AsyncLocalStorage<true>();
  let counted: Counted[] = [];
  const count = (what: CountedThing) => counted.push({ what, at: Date.now() });
  const onRequest = (message: unknown) => {
    const { method, path } = (message as { request: ClientRequest }).request;
    const what = method === 'POST' && inside.getStore() ? askedOfEngine(path) : undefined;
    if (what) count(what);
  };
  const onProcess = (message: unknown) => {
    if (!inside.getStore()) return;
    const child = (message as { process: ChildProcess }).process;
    // Its name is not known yet.
    child.once('spawn', () => {
      if (basename(child.spawnfile) === 'git') count('git processes');
    });
  };
  subscribe('http.client.request.created', onRequest);
  subscribe('child_process', onProcess);
  return {
    within: work => inside.run(true, work),
    take() {
      const taken = counted;
      counted = [];
      return taken;
    },
    [Symbol.dispose]() {
      unsubscribe('http.client.request.created', onRequest);
      unsubscribe('child_process', onProcess);
    },
  };
}

/** Requests of the engine's API: https://docs.docker.com/reference/api/engine/ */
const requests: readonly (readonly [CountedThing, RegExp])[] = [
  ['containers', /^(\/v[\d.]+)?\/containers\/create(\?|$)/],
  ['sessions', /^(\/v[\d.]+)?\/containers\/[^/]+\/attach(\?|$)/],
  ['programs', /^(\/v[\d.]+)?\/exec\/[^/]+\/start(\?|$)/],
];

function askedOfEngine(path: string): CountedThing | undefined {
  return requests.find(([, form]) => form.test(path))?.[0];
}
