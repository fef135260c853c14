// Which image provides the Python that a job's setup-python asks for.
import type Docker from 'dockerode';
import { imageIsThere } from '../host/host-facts.ts';
import { pythonImage } from '../host/host-plan.ts';
import { pullImage } from '../host/pull-image.ts';

export interface JobImage {
  name: string;
  /** One sentence when it is not what was asked for. */
  warning: string | undefined;
}

/**
 * Finds or pulls the image; where the registry is out of reach, falls back to the one that `prepareHost` provides.
 * `unreachable` remembers what could not be pulled: a registry that never answers costs its patience once, not every job.
 */
export async function jobImage(
  docker: Docker,
  pythonVersion: string | undefined,
  unreachable: Set<string>,
): Promise<JobImage> {
  const wanted = wantedImage(pythonVersion);
  if (await imageIsThere(docker, wanted)) return { name: wanted, warning: undefined };
  if (!unreachable.has(wanted) && (await pullImage(docker, wanted, () => {})))
    return { name: wanted, warning: undefined };
  unreachable.add(wanted);
  return {
    name: pythonImage,
    warning: `There is no image ${wanted} here and none can be pulled; using ${pythonImage}.`,
  };
}

/** A version names its image; a range (`3.x`, `>=3.9`) is met by the image that is there. */
function wantedImage(pythonVersion: string | undefined): string {
  const exact = /^\d+\.\d+(\.\d+)?$/.exec(pythonVersion ?? '');
  return exact === null ? pythonImage : `python:${exact[0]}-slim`;
}
