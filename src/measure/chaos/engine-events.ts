// Docker events of Nightwatch's containers as failpoints: created, started, exec, commit, destroyed.
import type Docker from 'dockerode';
import { z } from 'zod';
import { labels } from '../../adapters/docker/engine/container.ts';
import { pidOf } from './leaks.ts';

const Event = z.object({ Action: z.string(), Actor: z.object({ Attributes: z.record(z.string(), z.string()) }) });

/** `onEvent` gets the pid of the process that owns the container, and what happened. Returns a function that stops listening. */
export async function listenToEngine(
  docker: Docker,
  onEvent: (pid: number, failpoint: string) => void,
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
      onEvent(pidOf(Actor.Attributes[labels.process]), `container: ${action}`);
    }
  });
  return () => {
    if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
  };
}
