// Which of the client's errors mean "later" and which mean a mistake of ours.
import { ApiError } from '@google/genai';
import { Transient } from '../../ports.ts';

/** 400 is the only answer that blames our request: everything else passes with time, or with the host mending the key. */
export function asPortError(error: unknown): Error {
  if (!(error instanceof ApiError)) return new Transient('Gemini could not be reached.', { cause: error });
  if (error.status === 400 && !/api[ _]key/i.test(error.message)) return error;
  return new Transient(wordsFor(error.status), { cause: error, retryAt: retryAt(error.message) });
}

function wordsFor(status: number): string {
  if (status === 429) return "Gemini's rate limit is reached.";
  if (status >= 500) return `Gemini is overloaded or down (${status}).`;
  return `Gemini refuses the key or does not know the model (${status}): check GEMINI_API_KEY and GEMINI_MODEL.`;
}

/** Google sends `"retryDelay": "31s"` in the error's details: https://google.aip.dev/194 */
function retryAt(message: string): Date | undefined {
  const seconds = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(message)?.[1];
  return seconds ? new Date(Date.now() + Number(seconds) * 1000) : undefined;
}
