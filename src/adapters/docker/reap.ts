// Removes containers and images that dead processes left on the engine.
import { type EngineSession, labels, removeContainer } from './engine/container.ts';
import { engine, maybeAlive } from './engine/engine.ts';

/** How many environments are always kept, newest first. */
const keptImages = 20;
/** No incident uses an environment longer than this, in seconds. */
const longestIncident = 24 * 3_600;

/** Whether another process of this owner is alive; asked only about processes with a container. */
export type IsAtWork = (processIdentity: string) => Promise<boolean>;

/** Removes this owner's abandoned containers and old environments. Returns how many. */
export async function reap(session: EngineSession, isAtWork: IsAtWork): Promise<number> {
  return (await reapContainers(session, isAtWork)) + (await reapImages(session));
}

/** Several processes may share an owner, by mistake or while one takes over from another. */
async function reapContainers(
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

async function reapImages({ docker, owner, lastUse }: EngineSession): Promise<number> {
  const filters = { label: [`${labels.kind}=environment`, `${labels.owner}=${owner}`] };
  const images = await engine(docker.listImages({ filters }));
  const uses = images.map(({ Id, Created }) => ({ id: Id, usedAt: lastUse.get(Id) ?? Created }));
  let removed = 0;
  for (const { id } of outdated(uses, Date.now() / 1_000)) {
    // Null: a container uses it, or another process removed it first.
    if (await maybeAlive(engine(docker.getImage(id).remove()))) removed += 1;
  }
  return removed;
}

export interface ImageUse {
  readonly id: string;
  /** Seconds since 1970, as the engine counts. */
  readonly usedAt: number;
}

/** Environments that are neither among the newest nor in use by an incident that may still be running. */
export function outdated(images: readonly ImageUse[], now: number): readonly ImageUse[] {
  const newestFirst = images.toSorted((a, b) => b.usedAt - a.usedAt);
  return newestFirst.slice(keptImages).filter(({ usedAt }) => now - usedAt > longestIncident);
}
