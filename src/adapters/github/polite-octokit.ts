// The Octokit class that Probot creates its clients from: throttled, and it never waits for a rate limit.
import { ProbotOctokit } from 'probot';

/** The options that Probot passes to every client. */
type Given = NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>;

/**
 * Waiting for a rate limit would hold the lease; the engine releases the incident and retries later instead. The defaults
 * are a function because Probot passes handlers of its own to every client, which override plain defaults.
 */
export function politeOctokit(): typeof ProbotOctokit {
  const handlers = { onRateLimit: () => false, onSecondaryRateLimit: () => false };
  return ProbotOctokit.defaults((given: Given) => ({ ...given, throttle: { ...given['throttle'], ...handlers } }));
}
