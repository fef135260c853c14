// What is true of every request to GitHub: it ends in time, its answer is read whole, and its faults are told apart.
import { Transient } from '../../ports.ts';
import type { Octokit } from './binding.ts';
import { asPortError } from './faults.ts';

/** In ms: Octokit's own retries and pauses included. Node alone would wait five minutes for each. */
export const patienceMs = 120_000;

/** To be called last: then these hooks are outermost, and see an error only after Octokit's own retries. */
export function watchRequests(octokit: Octokit, patience = patienceMs): void {
  octokit.hook.before('request', options => {
    options.request = { signal: AbortSignal.timeout(patience), ...options.request };
  });
  octokit.hook.after('request', ({ status, data }) => {
    // Octokit hands on what it could read of an answer that broke off, or that is a proxy's page, as if it were GitHub's.
    if (status < 300 && typeof data === 'string') throw new Transient('An answer of GitHub was no whole one.');
  });
  octokit.hook.error('request', error => {
    throw asPortError(error);
  });
}
