// Counts the files that a container has created, changed or removed.
import type { IncomingMessage } from 'node:http';
import type { Container } from 'dockerode';

/** Begins each entry of the engine's answer; within a path, quotes are escaped. */
const entry = '"Path":';

/** Stops counting above `most`: the list is as long as a suite makes it, so it is read piece by piece and never held. */
export async function filesWritten(container: Container, most: number, signal: AbortSignal): Promise<number> {
  let count = 0;
  let end = '';
  for await (const chunk of await changes(container, signal)) {
    const text = end + String(chunk);
    count += text.split(entry).length - 1;
    if (count > most) break;
    end = text.slice(1 - entry.length);
  }
  return count;
}

/** The library's own method holds the whole answer. */
function changes({ id, modem }: Container, abortSignal: AbortSignal): Promise<IncomingMessage> {
  const options = {
    path: `/containers/${id}/changes`,
    method: 'GET',
    isStream: true,
    statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
    abortSignal,
  };
  return new Promise((resolve, reject) => {
    modem.dial(options, (error: unknown, answer: IncomingMessage) => (error ? reject(error) : resolve(answer)));
  });
}
