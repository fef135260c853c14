// Which of GitHub's errors are transient and which mean that access is lost. Any other is a result, or a bug of ours.
import { RequestError } from '@octokit/request-error';
import { z } from 'zod';
import { NoAccess, Transient } from '../../ports.ts';

export function asPortError(error: unknown): unknown {
  if (!(error instanceof RequestError)) return error;
  if (isRateLimit(error))
    return new Transient("GitHub's rate limit is reached.", { cause: error, retryAt: retryAt(error) });
  // Octokit reports a lost connection as status 500. A 401 survives Octokit's token refresh only while the App is being changed.
  if (error.status >= 500 || error.status === 401 || error.status === 408)
    return new Transient(`GitHub answered with status ${error.status}.`, { cause: error });
  return isShutOut(error) ? noAccess(error) : error;
}

/** A refusal that a retry cannot fix, in GitHub's words. */
export function noAccess(error: RequestError): NoAccess {
  return new NoAccess(`GitHub says: ${wordsOf(error)}.`, { cause: error });
}

/** The App is suspended or blocked, or, if the token request is refused, uninstalled. */
function isShutOut({ status, message, request }: RequestError): boolean {
  if (status === 451 || (status === 403 && /suspended/i.test(message))) return true;
  return (status === 403 || status === 404) && /\/app\/installations\/\d+\/access_tokens$/.test(request.url);
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

/** Without `retry-after`, the reset header applies only to the primary limit; after a secondary one wait at least a minute. */
function retryAt(error: RequestError): Date {
  const headers = error.response?.headers ?? {};
  const seconds = Number(headers['retry-after']);
  if (seconds > 0) return new Date(Date.now() + seconds * 1000);
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) return new Date(reset * 1000);
  return new Date(Date.now() + 60_000);
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): error is RequestError {
  return error instanceof RequestError && statuses.includes(error.status);
}

/** 404 and 410 are results: missing, or deleted. */
export async function nullWhenMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (hasStatus(error, 404, 410)) return null;
    throw error;
  }
}

/** GitHub's own error message, without the link to its documentation. */
export function wordsOf({ response, message }: RequestError): string {
  const parsed = Refusal.safeParse(response?.data);
  if (!parsed.success) return message;
  const errors = (parsed.data.errors ?? []).map(error => (typeof error === 'string' ? error : wordsOfField(error)));
  return [parsed.data.message, ...errors].join(': ');
}

const FieldError = z.object({
  message: z.string().optional(),
  field: z.string().optional(),
  code: z.string().optional(),
});
const Refusal = z.object({ message: z.string(), errors: z.array(z.union([z.string(), FieldError])).optional() });

function wordsOfField({ message, field, code }: z.infer<typeof FieldError>): string {
  return message ?? [field, code].filter(Boolean).join(' is ');
}
