// Which of the client's errors are worth a retry, and which are our own bugs.
import { ApiError } from '@google/genai';
import { Transient } from '../../ports.ts';

/** Only a 400 blames our request: everything else passes with time, or once the key is fixed. */
export function asPortError(error: unknown): Error {
  if (!(error instanceof ApiError)) return new Transient('Could not reach Gemini.', { cause: error });
  if (error.status === 400 && !/api[ _]key/i.test(error.message)) return error;
  return new Transient(wordsFor(error.status), { cause: error, retryAt: retryAt(error.message) });
}

function wordsFor(status: number): string {
  if (status === 429) return "Gemini's rate limit is reached.";
  if (status >= 500) return `Gemini is overloaded or down (${status}).`;
  return `Gemini rejected the key or the model (${status}): check GEMINI_API_KEY and GEMINI_MODEL.`;
}

/** Google sends `"retryDelay": "31s"` in the error's details: https://google.aip.dev/194 */
function retryAt(message: string): Date | undefined {
  const seconds = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(message)?.[1];
  return seconds ? new Date(Date.now() + Number(seconds) * 1000) : undefined;
}
