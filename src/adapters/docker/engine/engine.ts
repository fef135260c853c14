// Tells an engine that is down from an engine that refuses.
import { setTimeout as pause } from 'node:timers/promises';
import { Transient } from '../../../ports.ts';

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

/** After this long the engine will not answer; committing a large image may take minutes. */
const patienceMs = 5 * 60_000;

/** The engine's answer. Throws `Transient` when it is unreachable or fails (5xx). */
export async function engine<T>(answer: Promise<T>): Promise<T> {
  const hung = new AbortController();
  try {
    return await Promise.race([answer, silence(hung.signal)]);
  } catch (error) {
    if (error instanceof Transient) throw error;
    const { code, statusCode } = signs(error);
    if ((code && lostConnection.has(code)) || (statusCode && statusCode >= 500)) {
      throw new Transient('The Docker engine is not responding properly.', { cause: error });
    }
    throw error;
  } finally {
    hung.abort();
  }
}

/** True when the engine says that the object does not exist. */
export function isMissing(error: unknown): boolean {
  return signs(error).statusCode === 404;
}

/** True when the engine says that the container is stopped, paused or already being removed. */
function isConflict(error: unknown): boolean {
  return signs(error).statusCode === 409;
}

/** Null when the container is stopped or gone; when removing an image, also when it is in use. */
export async function maybeAlive<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error) || isConflict(error)) return null;
    throw error;
  }
}

async function silence(signal: AbortSignal): Promise<never> {
  await pause(patienceMs, undefined, { signal, ref: false }).catch(() => {}); // Aborted: the engine has answered.
  throw new Transient('The Docker engine is not responding.');
}

function signs(error: unknown): { code?: string | undefined; statusCode?: number | undefined } {
  if (typeof error !== 'object' || error === null) return {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const statusCode = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  return { code, statusCode };
}
