// Clears away what processes that died have left in the engine.
import { type EngineSession, labels, removeContainer } from './container.ts';
import { engine, maybeAlive } from './engine.ts';

/** Environments that are always kept, the newest first. */
const keptImages = 20;
/** An incident that uses an environment has ended after this, in seconds. */
const longestIncident = 24 * 3_600;

/** Whether another process of this owner still works; asked only about processes that left a container. */
export type IsAtWork = (processIdentity: string) => Promise<boolean>;

/** Removes this owner's containers that nobody works in, and its old environments. Answers how many. */
export async function reap(session: EngineSession, isAtWork: IsAtWork): Promise<number> {
  return (await reapContainers(session, isAtWork)) + (await reapImages(session));
}

/** Several processes may bear one owner's name, by mistake or while one takes over from another. */
async function reapContainers(
  { docker, owner, processIdentity, inUse }: EngineSession,
  isAtWork: IsAtWork,
): Promise<number> {
  const filters = { label: [`${labels.owner}=${owner}`] };
  let removed = 0;
  for (const { Id, Labels } of await engine(docker.listContainers({ all: true, filters }))) {
    const [name, maker] = [Labels[labels.container], Labels[labels.process] ?? ''];
    // Whoever starts an environment by hand inherits its labels, but for the name.
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
    // Null: a container uses it, or someone was quicker.
    if (await maybeAlive(engine(docker.getImage(id).remove()))) removed += 1;
  }
  return removed;
}

export interface ImageUse {
  readonly id: string;
  /** Seconds since 1970, as the engine counts. */
  readonly usedAt: number;
}

/** The environments that are neither among the newest nor used by an incident that may still go on. */
export function outdated(images: readonly ImageUse[], now: number): readonly ImageUse[] {
  const newestFirst = images.toSorted((a, b) => b.usedAt - a.usedAt);
  return newestFirst.slice(keptImages).filter(({ usedAt }) => now - usedAt > longestIncident);
}
