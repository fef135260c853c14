// Clears away what earlier lives of this process have left in the engine.
import type { ImageInfo } from 'dockerode';
import { type Berth, labels, removeContainer } from './container.ts';
import { engine, isConflict, isMissing } from './engine.ts';

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

async function reapImages({ docker, owner }: Berth): Promise<number> {
  const filters = { label: [`${labels.kind}=environment`, `${labels.owner}=${owner}`] };
  const images = await engine(docker.listImages({ filters }));
  let removed = 0;
  for (const { Id } of outdated(images, Date.now() / 1_000)) {
    removed += await engine(docker.getImage(Id).remove()).then(
      () => 1,
      (error: unknown) => {
        // A container uses it, or someone was quicker.
        if (isConflict(error) || isMissing(error)) return 0;
        throw error;
      },
    );
  }
  return removed;
}

/** @param now seconds since 1970, as the engine counts. */
export function outdated<Image extends Pick<ImageInfo, 'Created'>>(
  images: readonly Image[],
  now: number,
): readonly Image[] {
  const newestFirst = images.toSorted((a, b) => b.Created - a.Created);
  return newestFirst.slice(keptImages).filter(({ Created }) => now - Created > longestIncident);
}
