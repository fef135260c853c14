// What Docker tells of Nightwatch's containers: they begin, run something, are kept as an image, end.
import type Docker from 'dockerode';
import { z } from 'zod';
import { labels } from '../../adapters/docker/container.ts';

const Event = z.object({ Action: z.string(), Actor: z.object({ Attributes: z.record(z.string(), z.string()) }) });

/** `tell` hears the life whose container it was, and what happened. Answers how to stop listening. */
export async function listenToEngine(
  docker: Docker,
  tell: (life: string, moment: string) => void,
): Promise<() => void> {
  const filters = JSON.stringify({ type: ['container'], label: [labels.owner] });
  const stream = await docker.getEvents({ filters });
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) {
      const { Action, Actor } = Event.parse(JSON.parse(line));
      const [action = ''] = Action.split(':');
      tell(Actor.Attributes[labels.process] ?? '', `container: ${action}`);
    }
  });
  return () => {
    if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
  };
}
