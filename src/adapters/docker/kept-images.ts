// The images that this owner keeps on the engine: environments, layers of dependencies, and services with their data.
import type Docker from 'dockerode';
import type { Keeper, Kept } from '../../incident/kept.ts';
import { type EngineSession, labels } from './engine/container.ts';
import { engine, maybeAlive } from './engine/engine.ts';
import { savedServices } from './services/saved-service.ts';

export function keptImages(session: EngineSession): Keeper {
  const { docker, owner, lastUse } = session;
  const known = new Map<string, Image>();
  return {
    async kept({ environments }) {
      const filters = { label: [`${labels.kind}=environment`, `${labels.owner}=${owner}`] };
      const ours = new Map((await engine(docker.listImages({ filters }))).map(image => [image.Id, image.Created]));
      const images = await allImages(docker, known);
      const byChain = new Map(images.map(image => [chainOf(image.layers), image]));
      const kept: Kept[] = [];
      for (const image of images) {
        const created = ours.get(image.id);
        if (created === undefined) continue;
        const parent = parentOf(image, byChain);
        const services = await maybeAlive(savedServices(session, image.id));
        kept.push({
          id: image.id,
          bytes: Math.max(0, image.bytes - (parent?.bytes ?? 0)),
          usedAt: (lastUse.get(image.id) ?? created) * 1_000,
          needs: [...(parent ? [parent.id] : []), ...(services ?? []).map(({ digest }) => digest)],
          isNeeded: environments.has(image.id),
        });
      }
      return kept;
    },
    async remove(id) {
      // Null: a container uses it, or another process removed it first.
      return (await maybeAlive(engine(docker.getImage(id).remove()))) !== null;
    },
  };
}

interface Image {
  readonly id: string;
  /** Of all its layers. */
  readonly bytes: number;
  readonly layers: readonly string[];
}

/** All images of the engine, of whomever: the base of one of ours takes no space of ours. */
async function allImages(docker: Docker, known: Map<string, Image>): Promise<readonly Image[]> {
  const images: Image[] = [];
  for (const { Id } of await engine(docker.listImages())) {
    const image = known.get(Id) ?? (await maybeImage(docker, Id));
    if (image) images.push(image);
  }
  known.clear();
  for (const image of images) known.set(image.id, image);
  return images;
}

async function maybeImage(docker: Docker, id: string): Promise<Image | null> {
  const found = await maybeAlive(engine(docker.getImage(id).inspect()));
  return found && { id: found.Id, bytes: found.Size, layers: found.RootFS.Layers ?? [] };
}

/** The image with the most of its layers: its removal frees only what it has beyond those. */
function parentOf({ layers }: Image, byChain: ReadonlyMap<string, Image>): Image | undefined {
  for (let length = layers.length - 1; length > 0; length -= 1) {
    const parent = byChain.get(chainOf(layers.slice(0, length)));
    if (parent) return parent;
  }
  return undefined;
}

function chainOf(layers: readonly string[]): string {
  return layers.join(' ');
}
