// Clears away what earlier lives of this process have left in the engine.
import { type Berth, labels, removeContainer } from './container.ts';
import { engine, maybeAlive } from './engine.ts';

/** Environments that are always kept, the newest first. */
const keptImages = 20;
/** An incident that uses an environment has ended after this, in seconds. */
const longestIncident = 24 * 3_600;

/** Removes this owner's containers that nobody here knows, and its old environments. Answers how many. */
export async function reap(berth: Berth): Promise<number> {
  return (await reapContainers(berth)) + (await reapImages(berth));
}

/** An owner's name belongs to one process at a time: what bears it and is not in use here was left by an earlier life. */
async function reapContainers({ docker, owner, inUse }: Berth): Promise<number> {
  const filters = { label: [`${labels.owner}=${owner}`] };
  const all = await engine(docker.listContainers({ all: true, filters }));
  // Whoever starts an environment by hand inherits its labels, but for the name.
  const left = all.filter(({ Labels }) => Labels[labels.container] && !inUse.has(Labels[labels.container] ?? ''));
  for (const { Id } of left) await removeContainer(docker.getContainer(Id));
  return left.length;
}

async function reapImages({ docker, owner, lastUse }: Berth): Promise<number> {
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
