// The labels of an image, by which an environment remembers what belongs to it.
import type { EngineSession } from './container.ts';
import { engine } from './engine.ts';

/** Throws when the engine no longer has the image. */
export async function imageLabels(
  { docker, imageLabels: known }: EngineSession,
  digest: string,
): Promise<Readonly<Record<string, string>>> {
  const before = known.get(digest);
  if (before) return before;
  const { Config } = await engine(docker.getImage(digest).inspect());
  const labels = Config.Labels ?? {};
  known.set(digest, labels);
  return labels;
}
