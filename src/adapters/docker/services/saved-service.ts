// A service as setup left it: saved as an image, so that every workspace starts it with the same data.
import { z } from 'zod';
import { type EngineSession, labels, noteUse } from '../engine/container.ts';
import { imageLabels, jsonLabel, jsonOfLabel } from '../engine/image-labels.ts';
import { maybeImageId } from '../setup/base-image.ts';

export const SavedService = z.object({
  name: z.string(),
  /** Public name of its image, for messages. */
  image: z.string(),
  /** Content id of the saved image. */
  digest: z.string(),
  ports: z.array(z.object({ host: z.number(), container: z.number() })),
  /** The ports on which it listened after setup; a later start waits for these. */
  listening: z.array(z.number()),
  /** Exits with 0 once the service is ready; null if there is no such program. */
  check: z.array(z.string()).nullable(),
});
export type SavedService = z.infer<typeof SavedService>;

/** The services of an environment. */
export async function savedServices(session: EngineSession, digest: string): Promise<readonly SavedService[]> {
  const label = (await imageLabels(session, digest))[labels.services];
  return label ? z.array(SavedService).parse(jsonOfLabel(label)) : [];
}

/** Whether the engine still has their images; they are kept for as long as they are used, like environments. */
export async function hasItsServices(session: EngineSession, digest: string): Promise<boolean> {
  for (const service of await savedServices(session, digest)) {
    if (!(await maybeImageId(session.docker, service.digest))) return false;
    noteUse(session, service.digest);
  }
  return true;
}

/** The value of that label. */
export function servicesLabel(services: readonly SavedService[]): string {
  return services.length === 0 ? '' : jsonLabel(services);
}
