// Removes containers that dead processes left on the engine.
import { type EngineSession, labels, removeContainer } from './engine/container.ts';
import { engine } from './engine/engine.ts';

/** Whether another process of this owner is alive; asked only about processes with a container. */
export type IsAtWork = (processIdentity: string) => Promise<boolean>;

/**
 * Removes this owner's abandoned containers. Returns how many. Several processes may share an owner, by mistake or while one takes
 * over from another.
 */
export async function reap(
  { docker, owner, processIdentity, inUse }: EngineSession,
  isAtWork: IsAtWork,
): Promise<number> {
  const filters = { label: [`${labels.owner}=${owner}`] };
  let removed = 0;
  for (const { Id, Labels } of await engine(docker.listContainers({ all: true, filters }))) {
    const [name, maker] = [Labels[labels.container], Labels[labels.process] ?? ''];
    // A container started by hand from an environment inherits its labels, except the name.
    if (!name || (maker === processIdentity ? inUse.has(name) : await isAtWork(maker))) continue;
    await removeContainer(docker.getContainer(Id));
    removed += 1;
  }
  return removed;
}
