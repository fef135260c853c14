// Is this a webhook payload that GitHub could have sent? `@octokit/webhooks-schemas` says so.
import { problemsInWebhook } from './description.ts';

/** Each difference from the schema of the event (the `X-GitHub-Event` header), in words. */
export function payloadProblems(event: string, payload: object): string[] {
  const action = 'action' in payload ? payload.action : 'event';
  return problemsInWebhook(`${event}$${action}`, payload);
}
