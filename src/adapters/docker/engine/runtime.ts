// gVisor, a kernel of its own between a suite and the host's, where the engine offers it. Only for workspaces without services: each
// gVisor has a loopback interface of its own, on which services would not be found, and what setup writes in it cannot be saved.
import type Docker from 'dockerode';
import { z } from 'zod';
import { engine } from './engine.ts';

const gVisor = 'runsc';

const Offered = z.object({ Runtimes: z.record(z.string(), z.unknown()).nullish() });

/** An option of the engine; none means the engine's own default. */
export interface Runtime {
  readonly Runtime?: string;
}

/** Asks the engine once, and again after a fault. */
export function strictestRuntime(docker: Docker): () => Promise<Runtime> {
  let known: Runtime | undefined;
  return async () => {
    if (known) return known;
    const { Runtimes } = Offered.parse(await engine(docker.info()));
    known = Runtimes && gVisor in Runtimes ? { Runtime: gVisor } : {};
    return known;
  };
}
