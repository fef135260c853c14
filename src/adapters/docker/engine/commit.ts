// Saves a container as an environment.
import type { Container } from 'dockerode';
import { labels } from './container.ts';
import { engine } from './engine.ts';

/** Returns the image's content id. The labels that name the container and its process do not pass to the image. */
export async function commit(
  container: Container,
  image: string,
  given: Readonly<Record<string, string>>,
): Promise<string> {
  const [repo, tag] = image.split(':');
  const notes = { ...given, [labels.kind]: 'environment', [labels.process]: '', [labels.container]: '' };
  const changes = Object.entries(notes).map(([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`);
  const { Id } = await engine<{ Id: string }>(container.commit({ repo, tag, changes: changes.join('\n') }));
  return Id;
}
