// Is this a webhook payload that GitHub could have sent? `@octokit/webhooks-schemas` says so.
import { problemsInWebhook } from './description.ts';

/** Where the schemas contradict GitHub: they know the ping of a repository's webhook only, and an App's has no such addresses. */
const wrongly = new Set([
  "ping /hook must have required property 'url'",
  "ping /hook must have required property 'ping_url'",
]);

/** Each difference from the schema of the event (the `X-GitHub-Event` header), in words. */
export function payloadProblems(event: string, payload: object): string[] {
  const action = 'action' in payload ? payload.action : 'event';
  return problemsInWebhook(`${event}$${action}`, payload).filter(problem => !wrongly.has(`${event} ${problem}`));
}
