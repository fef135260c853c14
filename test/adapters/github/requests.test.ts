// A request in flight ends when the incident's signal aborts.
import { expect, test } from '@jest/globals';
import { ProbotOctokit } from 'probot';
import { watchRequests } from '../../../src/adapters/github/requests.ts';

// Without the signal the request would end only after a minute: the test's own limit makes that a failure.
test('an abort ends a request that GitHub does not answer', async () => {
  const abort = new AbortController();
  const unanswered = (_: string, { signal }: RequestInit) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      abort.abort(new Error('the lease was lost'));
    });
  const octokit = new ProbotOctokit({
    retry: { enabled: false },
    throttle: { enabled: false },
    request: { fetch: unanswered },
  });
  watchRequests(octokit, 60_000, abort.signal);
  await expect(octokit.rest.repos.get({ owner: 'acme', repo: 'shop' })).rejects.toMatchObject({ name: 'Transient' });
}, 20_000);
