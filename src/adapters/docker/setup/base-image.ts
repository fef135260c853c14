// Makes sure that a recipe's base image is on the engine.
import type Docker from 'dockerode';
import { Transient } from '../../../ports.ts';
import { engine, isMissing } from '../engine/engine.ts';

export type BaseImage = { kind: 'ready'; id: string } | { kind: 'unavailable'; reason: string };

/** What registries and the engine say when a retry would not help: no such image, none for this platform, or not for us. */
const final = new RegExp(
  [
    ...['manifest unknown', 'not found', 'does not exist', 'invalid reference'],
    ...['no matching manifest', 'cannot be used on this platform'],
    // GitHub's registry says no more than `denied` of a private image. A file of the engine's own is `permission denied`.
    ...['(?<!permission )denied', 'unauthorized', '403 Forbidden', 'no basic auth credentials'],
  ].join('|'),
  'i',
);

/** The engine's own syntax, digest included; anything else could change the URL of the request. */
const longestName = 512;
const imageName = /^[a-z0-9][a-z0-9._/:-]*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/**
 * What a workflow must not name: an image by its id, and those that this adapter keeps. They hold the sources of other repositories,
 * and the engine would find them without asking any registry.
 */
const ofOurs = /^sha256:|(?:^|\/)nightwatch\/(?:environment|service|service-image)(?:[:@]|$)/;

/** Pulls the image unless the engine has it. Throws `Transient` when the registry cannot be reached. */
export async function baseImage(docker: Docker, name: string): Promise<BaseImage> {
  if (name.length > longestName || !imageName.test(name) || ofOurs.test(name))
    return { kind: 'unavailable', reason: `${JSON.stringify(name)} is not the name of a public image.` };
  // Without a tag the engine would pull every tag.
  const reference = /[:@]./.test(name.slice(name.lastIndexOf('/') + 1)) ? name : `${name}:latest`;
  const found = await maybeImageId(docker, reference);
  if (found) return { kind: 'ready', id: found };
  const fault = await pull(docker, reference);
  if (fault) {
    if (isFinal(fault)) return { kind: 'unavailable', reason: `The image ${reference} is not available: ${fault}` };
    throw new Transient(`Could not pull the image ${reference}.`, { cause: fault });
  }
  const id = await maybeImageId(docker, reference);
  return id
    ? { kind: 'ready', id }
    : { kind: 'unavailable', reason: `The image ${reference} was pulled but is missing from the engine.` };
}

/** The address of an image may hold any of these words. */
function isFinal(fault: string): boolean {
  return final.test(fault.replace(/https?:\/\/[^\s"]+/g, ''));
}

export async function maybeImageId(docker: Docker, reference: string): Promise<string | null> {
  try {
    return (await engine(docker.getImage(reference).inspect())).Id;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Null on success, else the engine's error message: an unreachable registry shows up as a 500 from the engine. */
async function pull(docker: Docker, reference: string): Promise<string | null> {
  try {
    return await maybeFault(docker, await docker.pull(reference));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The engine's error message, if this stream of progress ends with one; dockerode takes it for progress. Throws when the stream breaks. */
export function maybeFault(docker: Docker, progress: NodeJS.ReadableStream): Promise<string | null> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null, lines: readonly { error?: string }[]) =>
      error ? reject(error) : resolve(lines.at(-1)?.error ?? null),
    );
  });
}
