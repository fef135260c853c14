// GitHub's own description of its REST API and webhooks, and what differs from it. Validators are compiled when first used.
import { createRequire } from 'node:module';
import { Ajv, type ErrorObject, type Options, type Schema } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';

export interface Described {
  path: object;
  query: object;
  /** Names of path parameters that may contain slashes. */
  wide: string[];
  /** Null for a route without a JSON body. */
  body: object | null;
  /** By status; null for an answer without a JSON body. */
  answers: Record<string, object | null>;
}

/** What derive.ts writes. */
interface Description {
  routes: Record<string, Described>;
  $defs: Record<string, object>;
}

// `require` rather than `import … with { type: 'json' }`: Jest's transform drops the attribute.
const require = createRequire(import.meta.url);
export const description: Description = require('./github-rest.json');

/** Not strict about keywords of another dialect (OpenAPI, `tsAdditionalProperties`). */
const options: Options = { strict: false, allErrors: true, inlineRefs: false, code: { optimize: false } };
const json = withFormats(new Ajv2019(options)).addSchema(description, 'rest');
/** A query and a path are text; GitHub reads their numbers and booleans. */
const text = withFormats(new Ajv2019({ ...options, coerceTypes: 'array' }))
  // Said to be a date and time, but GitHub's prose sends one to its search syntax: "on or after" begins with `>=`.
  .addFormat('date-time', /^(?:[<>]=?)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/)
  .addSchema(description, 'rest');
const webhooks = withFormats(new Ajv(options)).addSchema(require('@octokit/webhooks-schemas'), 'webhooks');

/** Each difference in words; none if the value is as described. */
export function problemsInJson(pointer: string[], value: unknown): string[] {
  return problems(json, `rest#/${pointer.map(escaped).join('/')}`, value);
}

export function problemsInText(pointer: string[], value: Record<string, unknown>): string[] {
  return problems(text, `rest#/${pointer.map(escaped).join('/')}`, { ...value });
}

export function problemsInWebhook(definition: string, value: unknown): string[] {
  return problems(webhooks, `webhooks#/definitions/${escaped(definition)}`, value);
}

export function problemsBy(schema: Schema, value: unknown): string[] {
  json.validate(schema, value);
  return inWords(json.errors);
}

function problems(ajv: Ajv | Ajv2019, reference: string, value: unknown): string[] {
  const validate = ajv.getSchema(reference);
  if (!validate) return ['GitHub has no such thing'];
  validate(value);
  return inWords(validate.errors);
}

function withFormats<T extends Ajv | Ajv2019>(ajv: T): T {
  addFormats.default(ajv);
  // The package's own pattern has no brackets, but `1+nightwatch[bot]@users.noreply.github.com` is an address of GitHub's.
  ajv.addFormat('email', /^\S+@\S+$/);
  ajv.addFormat('repo.nwo', /^[^/\s]+\/[^/\s]+$/);
  return ajv;
}

function inWords(errors: ErrorObject[] | null | undefined): string[] {
  return [...new Set((errors ?? []).map(difference))];
}

function difference({ instancePath, message, params, keyword }: ErrorObject): string {
  const hasDetail = ['enum', 'additionalProperties', 'unevaluatedProperties'].includes(keyword);
  return `${instancePath || '/'} ${message}${hasDetail ? ` ${JSON.stringify(params)}` : ''}`;
}

/** As one step of a JSON pointer in a URI fragment. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
