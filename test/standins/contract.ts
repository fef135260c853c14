// Is this what GitHub would have said? The local GitHub's own check of answers and webhooks, as expectations.
import { answerProblems } from '../../src/standins/github/contract/answers.ts';
import { description } from '../../src/standins/github/contract/description.ts';
import { payloadProblems } from '../../src/standins/github/contract/payloads.ts';

const routes = new Map(Object.keys(description.routes).map(route => [anonymous(route), route]));

/** Throws when GitHub's description does not allow this answer, with every difference. The names of placeholders do not matter. */
export function expectGitHubAnswer(method: string, template: string, status: number, body: unknown): void {
  const asked = `${method.toUpperCase()} ${template}`;
  const route = routes.get(anonymous(asked)) ?? asked;
  refuse(`${asked} ${status}`, answerProblems(route, status, body === '' ? undefined : body));
}

/** Throws when the webhook schemas do not allow this payload for the event. */
export function expectWebhookPayload(event: string, payload: object): void {
  refuse(`webhook ${event}`, payloadProblems(event, payload));
}

function refuse(what: string, problems: string[]): void {
  if (problems.length > 0)
    throw new Error(`${what} is not what GitHub would say:\n${problems.map(problem => `  ${problem}`).join('\n')}`);
}

function anonymous(route: string): string {
  return route.replaceAll(/\{\w+\}/g, '{}');
}
