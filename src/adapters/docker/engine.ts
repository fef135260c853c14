// Tells an engine that is gone from an engine that says no.
import { setTimeout as pause } from 'node:timers/promises';
import { Transient } from '../../ports.ts';

/** How a connection to the engine fails while it is stopped, starting or restarting. */
const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
]);

/** An engine that is silent for so long will not answer; keeping a large image may take minutes. */
const patienceMs = 5 * 60_000;

/** What the engine answers. Throws `Transient` when it is out of reach or failed itself (5xx). */
export async function engine<T>(answer: Promise<T>): Promise<T> {
  const hung = new AbortController();
  try {
    return await Promise.race([answer, silence(hung.signal)]);
  } catch (error) {
    if (error instanceof Transient) throw error;
    const { code, statusCode } = signs(error);
    if ((code && lostConnection.has(code)) || (statusCode && statusCode >= 500)) {
      throw new Transient('The Docker engine does not answer as it should.', { cause: error });
    }
    throw error;
  } finally {
    hung.abort();
  }
}

/** True for an answer that the thing does not exist (any more). */
export function isMissing(error: unknown): boolean {
  return signs(error).statusCode === 404;
}

/** True for an answer that the container is stopped, paused or already being removed. */
function isConflict(error: unknown): boolean {
  return signs(error).statusCode === 409;
}

/** Null when what was to answer is dead or gone; for an image to be removed, when it is in use. */
export async function maybeAlive<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error) || isConflict(error)) return null;
    throw error;
  }
}

async function silence(signal: AbortSignal): Promise<never> {
  await pause(patienceMs, undefined, { signal, ref: false }).catch(() => {}); // Ended early: there was an answer.
  throw new Transient('The Docker engine does not answer.');
}

function signs(error: unknown): { code?: string | undefined; statusCode?: number | undefined } {
  if (typeof error !== 'object' || error === null) return {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const statusCode = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  return { code, statusCode };
}
