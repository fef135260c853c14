// What an image says of itself: its volumes, and its labels, by which an environment remembers what belongs to it.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EngineSession, ImageFacts } from './container.ts';
import { engine } from './engine.ts';

/** Throws when the engine no longer has the image. */
export async function imageLabels(session: EngineSession, digest: string): Promise<ImageFacts['labels']> {
  return (await imageFacts(session, digest)).labels;
}

/** As above. */
export async function imageVolumes(session: EngineSession, digest: string): Promise<ImageFacts['volumes']> {
  return (await imageFacts(session, digest)).volumes;
}

async function imageFacts({ docker, images }: EngineSession, digest: string): Promise<ImageFacts> {
  const known = images.get(digest);
  if (known) return known;
  const { Config } = await engine(docker.getImage(digest).inspect());
  const facts = { labels: Config.Labels ?? {}, volumes: Object.keys(Config.Volumes ?? {}) };
  images.set(digest, facts);
  return facts;
}

/** A label's value that holds any JSON. Encoded, because the engine expands variables in labels. */
export function jsonLabel(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString('base64');
}

export function jsonOfLabel(label: string): unknown {
  return JSON.parse(gunzipSync(Buffer.from(label, 'base64')).toString('utf8'));
}
