// A workspace with the services that its setup had beside it.
import { Transient } from '../../../ports.ts';
import type { EngineSession, Limits } from '../engine/container.ts';
import type { Isolated } from '../engine/isolated-container.ts';
import type { SavedService } from './saved-service.ts';
import { startServices } from './start-services.ts';

export interface Opened {
  readonly session: EngineSession;
  readonly limits: Limits;
  readonly running: Isolated;
}

/** Leaving its scope removes the services too. Throws `Transient` when one that was ready after setup is not ready now. */
export async function withServices(
  { session, limits, running }: Opened,
  saved: readonly SavedService[],
): Promise<Isolated> {
  if (saved.length === 0) return running;
  const { container } = running;
  try {
    // A saved image has the program of the service that was saved.
    const startable = saved.map(service => ({ ...service, program: {} }));
    const services = await startServices({ session, container, limits }, startable);
    const both: Isolated = {
      ...running,
      async [Symbol.asyncDispose]() {
        await Promise.all([services[Symbol.asyncDispose](), running[Symbol.asyncDispose]()]);
      },
    };
    if (services.fault === null) return both;
    await both[Symbol.asyncDispose]();
    throw new Transient(`The service ${services.fault.image} did not become ready.`, { cause: services.fault.output });
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}
