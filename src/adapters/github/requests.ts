// Hooks for every request to GitHub: a time-out, a check for incomplete answers, and error classification.
import { Transient } from '../../ports.ts';
import type { Octokit } from './binding.ts';
import { asPortError } from './faults.ts';

/** In ms, including Octokit's own retries and pauses. Node's default is five minutes per request. */
export const timeoutMs = 120_000;

/** Call this last: the hooks are then outermost and see an error only after Octokit's own retries. */
export function watchRequests(octokit: Octokit, milliseconds = timeoutMs, signal?: AbortSignal): void {
  octokit.hook.before('request', options => {
    const ended = AbortSignal.any([AbortSignal.timeout(milliseconds), ...(signal ? [signal] : [])]);
    options.request = { signal: ended, ...options.request };
  });
  octokit.hook.after('request', ({ status, data }, { mediaType }) => {
    // Octokit passes a truncated answer, or a proxy's HTML page, on as if it were GitHub's. A raw file is a text.
    if (status < 300 && typeof data === 'string' && mediaType?.format !== 'raw')
      throw new Transient('An answer from GitHub was incomplete.');
  });
  octokit.hook.error('request', error => {
    throw asPortError(error);
  });
}
