// Makes a recipe's base image be there.
import type Docker from 'dockerode';
import { Transient } from '../../ports.ts';
import { engine, isMissing } from './engine.ts';

export type BaseImage = { kind: 'ready'; id: string } | { kind: 'unavailable'; reason: string };

/** What registries and the engine say when asking again would not help. */
const final =
  /manifest (for .* )?(unknown|not found)|not found|does not exist|access denied|unauthorized|invalid reference/i;

/** As the engine's own names are, a digest included; anything else would end up in an address. */
const imageName = /^[a-z0-9][a-z0-9._/:-]*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/** Pulls the image unless it is here. Throws `Transient` when the registry cannot be reached. */
export async function baseImage(docker: Docker, name: string): Promise<BaseImage> {
  if (!imageName.test(name)) return { kind: 'unavailable', reason: `${JSON.stringify(name)} is no name of an image.` };
  // Without a tag the engine would pull all of them.
  const reference = /[:@][^/]+$/.test(name) ? name : `${name}:latest`;
  const found = await maybeImageId(docker, reference);
  if (found) return { kind: 'ready', id: found };
  const fault = await pull(docker, reference);
  if (fault) {
    if (final.test(fault)) return { kind: 'unavailable', reason: `The image ${reference} cannot be had: ${fault}` };
    throw new Transient(`The image ${reference} cannot be pulled at the moment.`, { cause: fault });
  }
  const id = await maybeImageId(docker, reference);
  return id
    ? { kind: 'ready', id }
    : { kind: 'unavailable', reason: `The image ${reference} was pulled and is not here.` };
}

export async function maybeImageId(docker: Docker, reference: string): Promise<string | null> {
  try {
    return (await engine(docker.getImage(reference).inspect())).Id;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Null when all went well, else the fault in the engine's words: a registry out of reach shows as the engine's own 500. */
async function pull(docker: Docker, reference: string): Promise<string | null> {
  try {
    const progress = await docker.pull(reference);
    return await new Promise(resolve => {
      docker.modem.followProgress(progress, (error: Error | null) => resolve(error ? error.message : null));
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
