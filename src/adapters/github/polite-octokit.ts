// The client for GitHub that Probot makes its own from: it spares GitHub, and never waits for a rate limit.
import { ProbotOctokit } from 'probot';

/** What Probot hands a client when it makes one. */
type Given = NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>;

/**
 * Waiting for a rate limit would sit on a lease; the engine gives the incident back instead, and comes again. As a function,
 * since Probot hands every client handlers of its own, which would win over mere defaults.
 */
export function politeOctokit(): typeof ProbotOctokit {
  const handlers = { onRateLimit: () => false, onSecondaryRateLimit: () => false };
  return ProbotOctokit.defaults((given: Given) => ({ ...given, throttle: { ...given['throttle'], ...handlers } }));
}
