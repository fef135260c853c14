// Which of GitHub's errors mean "later". The rest is an answer, or a mistake of ours.
import { RequestError } from '@octokit/request-error';
import { Transient } from '../../ports.ts';

export function asPortError(error: unknown): unknown {
  if (!(error instanceof RequestError)) return error;
  if (isRateLimit(error))
    return new Transient("GitHub's rate limit is reached.", { cause: error, retryAt: retryAt(error) });
  // Octokit gives a lost connection the status 500. A 401 outlives Octokit's own fresh token only while an App is being changed.
  if (error.status >= 500 || error.status === 401 || error.status === 408)
    return new Transient(`GitHub does not answer as it should (${error.status}).`, { cause: error });
  return error;
}

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function isRateLimit(error: RequestError): boolean {
  if (error.status === 429) return true;
  if (error.status !== 403) return false;
  const headers = error.response?.headers ?? {};
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /secondary rate limit/i.test(error.message)
  );
}

function retryAt(error: RequestError): Date | undefined {
  const headers = error.response?.headers ?? {};
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && seconds > 0) return new Date(Date.now() + seconds * 1000);
  const reset = Number(headers['x-ratelimit-reset']);
  return Number.isFinite(reset) && reset > 0 ? new Date(reset * 1000) : undefined;
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): error is RequestError {
  return error instanceof RequestError && statuses.includes(error.status);
}

/** 404 and 410 are answers: it is not there, or no more. */
export async function nullWhenMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (hasStatus(error, 404, 410)) return null;
    throw error;
  }
}
