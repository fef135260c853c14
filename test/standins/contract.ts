// Is this what GitHub would have said? Checks REST answers against GitHub's OpenAPI description (the part that
// derive-contract.ts keeps) and webhook payloads against `@octokit/webhooks-schemas`.
import { createRequire } from 'node:module';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/**
 * Throws when GitHub's description does not allow this answer, with every difference. `body` is the parsed JSON, or
 * undefined when there is none. The names of the route's placeholders do not matter: `/repos/{o}/{r}` will do.
 * An error status that the description leaves out for the route must still have GitHub's basic error form.
 */
export function expectGitHubAnswer(method: string, routeTemplate: string, status: number, body: unknown): void {
  const route = `${method.toUpperCase()} ${routeTemplate}`;
  const answer = `${route} ${status}`;
  const known = ROUTES.get(anonymous(route));
  if (!known) throw new Error(`${route}: not among the routes of the contract; add it to derive-contract.ts`);
  const isFailure = status >= 400;
  if (!isFailure && !(status in known.answers)) throw new Error(`${answer}: GitHub never answers with that status`);
  const hasBody = isFailure || known.answers[status] !== null;
  if (!hasBody && body !== undefined && body !== '') throw new Error(`${answer}: GitHub sends no body`);
  if (!hasBody) return;
  const pointer = known.answers[status] ? `routes/${escaped(known.name)}/${status}` : '$defs/basic-error';
  check(answer, REST.getSchema(`rest#/${pointer}`), body);
  if (isFailure) check(answer, status < 500 ? saysWhatIsWrong : saysSomething, body);
}

/** Throws when the webhook schemas do not allow this payload for the event (the `X-GitHub-Event` header). */
export function expectWebhookPayload(event: string, payload: unknown): void {
  const action = payload !== null && typeof payload === 'object' && 'action' in payload ? payload.action : 'event';
  const name = `${event}$${action}`;
  check(`webhook ${event} ${action}`, WEBHOOKS.getSchema(`webhooks#/definitions/${escaped(name)}`), payload);
}

/** The contract as derive-contract.ts writes it. A null answer is one without a JSON body. */
interface Contract {
  routes: Record<string, Record<string, object | null>>;
  $defs: Record<string, object>;
}

// `require` rather than `import … with { type: 'json' }`: Jest's transform drops the attribute.
const require = createRequire(import.meta.url);
const contract: Contract = require('../fixtures/contract/github-rest.json');
const ROUTES = new Map(
  Object.entries(contract.routes).map(([name, answers]) => [anonymous(name), { name, answers }] as const),
);
// Neither is strict about keywords of its own dialect (OpenAPI, `tsAdditionalProperties`); formats are checked.
const REST = withFormats().addSchema(contract, 'rest');
const WEBHOOKS = withFormats().addSchema(require('@octokit/webhooks-schemas'), 'webhooks');

/** The description demands no field of a basic error; GitHub always sends these, and in its own failures at least the first. */
const saysWhatIsWrong = withFormats().compile({ type: 'object', required: ['message', 'documentation_url'] });
const saysSomething = withFormats().compile({ type: 'object', required: ['message'] });

function withFormats(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // The package's own pattern has no brackets, but `1+nightwatch[bot]@users.noreply.github.com` is an address of GitHub's.
  return ajv.addFormat('email', /^\S+@\S+$/);
}

function check(what: string, validate: ValidateFunction | undefined, value: unknown): void {
  if (!validate) throw new Error(`${what}: GitHub has no such thing`);
  if (validate(value)) return;
  const differences = (validate.errors ?? []).map(inWords);
  throw new Error(`${what} is not what GitHub would say:\n${[...new Set(differences)].join('\n')}`);
}

function inWords({ instancePath, message, params, keyword }: ErrorObject): string {
  const detail = keyword === 'enum' || keyword === 'additionalProperties' ? ` ${JSON.stringify(params)}` : '';
  return `  ${instancePath || '/'} ${message}${detail}`;
}

function anonymous(route: string): string {
  return route.replaceAll(/\{\w+\}/g, '{}');
}

/** As one step of a JSON pointer in a URI fragment. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
