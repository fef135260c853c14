// The labels of an image, by which an environment remembers what belongs to it.
import { gunzipSync, gzipSync } from 'node:zlib';
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

/** A label's value that holds any JSON. Encoded, because the engine expands variables in labels. */
export function jsonLabel(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString('base64');
}

export function jsonOfLabel(label: string): unknown {
  return JSON.parse(gunzipSync(Buffer.from(label, 'base64')).toString('utf8'));
}
