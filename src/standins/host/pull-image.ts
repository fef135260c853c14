// Pulls an image from the engine's registry, and gives up quickly when that is unreachable.
import type Docker from 'dockerode';
import { untilDone } from './progress.ts';

/** Longest silence of the registry that we bear, in ms. A slow pull that moves on is left alone. */
const longestSilenceMs = 20_000;

/** Answers false when the registry did not give the image: being offline is not an error. */
export async function pullImage(docker: Docker, image: string, tell: (line: string) => void): Promise<boolean> {
  tell(`pulling ${image}…`);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new Error('the registry does not answer')), longestSilenceMs);
  try {
    const stream = await docker.pull(image, { abortSignal: giveUp.signal });
    await untilDone(docker, stream, () => timer.refresh());
    return true;
  } catch (error) {
    const why = giveUp.signal.aborted ? 'no answer' : error instanceof Error ? error.message : String(error);
    tell(`${image} cannot be pulled from here (${why.trim()})`);
    return false;
  } finally {
    clearTimeout(timer);
  }
}
