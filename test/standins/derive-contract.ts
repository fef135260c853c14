// Derives test/fixtures/contract/github-rest.json: what GitHub's published OpenAPI description says about the answers to the
// routes below, without its prose. Run by hand when GitHub's API moves on; the description itself (13 MB, MIT licence,
// Copyright GitHub, https://github.com/github/rest-api-description) is not a dependency:
//
//   cd "$(mktemp -d)" && npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
//   node <here>/derive-contract.ts "$PWD/package/generated/api.github.com.json"
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const REPOSITORY = '/repos/{owner}/{repo}';

const ROUTES = [
  'GET /app',
  'GET /app/installations',
  'GET /app/installations/{installation_id}',
  'POST /app/installations/{installation_id}/access_tokens',
  'GET /installation/repositories',
  'GET /rate_limit',
  ...[
    'GET ',
    'GET /installation',
    'GET /contents/{path}',
    'GET /collaborators/{username}/permission',
    'GET /branches',
    'GET /branches/{branch}',
    'GET /commits',
    'GET /commits/{ref}',
    'GET /compare/{basehead}',
    'POST /git/blobs',
    'GET /git/blobs/{file_sha}',
    'POST /git/trees',
    'GET /git/trees/{tree_sha}',
    'POST /git/commits',
    'GET /git/commits/{commit_sha}',
    'GET /git/ref/{ref}',
    'GET /git/matching-refs/{ref}',
    'POST /git/refs',
    'PATCH /git/refs/{ref}',
    'DELETE /git/refs/{ref}',
    'GET /pulls',
    'POST /pulls',
    'GET /pulls/{pull_number}',
    'PATCH /pulls/{pull_number}',
    'GET /issues',
    'POST /issues',
    'GET /issues/{issue_number}',
    'PATCH /issues/{issue_number}',
    'GET /issues/{issue_number}/comments',
    'POST /issues/{issue_number}/comments',
    'GET /issues/{issue_number}/labels',
    'POST /issues/{issue_number}/labels',
    'GET /labels',
    'POST /labels',
    'GET /labels/{name}',
    'POST /check-runs',
    'PATCH /check-runs/{check_run_id}',
    'GET /check-runs/{check_run_id}',
    'GET /check-runs/{check_run_id}/annotations',
    'GET /commits/{ref}/check-runs',
    'GET /actions/runs',
    'GET /actions/runs/{run_id}',
    'GET /actions/runs/{run_id}/attempts/{attempt_number}',
    'GET /actions/runs/{run_id}/jobs',
    'GET /actions/runs/{run_id}/attempts/{attempt_number}/jobs',
    'GET /actions/runs/{run_id}/logs',
    'GET /actions/runs/{run_id}/attempts/{attempt_number}/logs',
    'POST /actions/runs/{run_id}/rerun',
    'GET /actions/jobs/{job_id}',
    'GET /actions/jobs/{job_id}/logs',
    'GET /actions/workflows/{workflow_id}/runs',
  ].map(route => route.replace('/', `${REPOSITORY}/`).replace(/ $/, ` ${REPOSITORY}`)),
];

/** Keywords for readers and generators, not for validators. */
const PROSE = new Set([
  'description',
  'title',
  'example',
  'examples',
  'default',
  'externalDocs',
  'deprecated',
  'discriminator',
]);

/**
 * Where the description contradicts GitHub's own example: an account that is a user and an enterprise at once (`allOf`).
 * The same object under GET /app/installations/{installation_id} is right.
 */
const CORRECTIONS: Record<string, JsonObject> = {
  'GET /app/installations 200': { type: 'array', items: { $ref: '#/components/schemas/installation' } },
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const Schema = z.record(z.string(), z.json());
const Reference = z.object({ $ref: z.string() });
const Answer = z.object({
  content: z.record(z.string(), z.object({ schema: Schema.optional() })).optional(),
});
const Description = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), Schema), responses: z.record(z.string(), Answer) }),
});
const Operation = z.object({ responses: z.record(z.string(), z.union([Reference, Answer])) });

type Description = z.infer<typeof Description>;

const description = Description.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const routes = Object.fromEntries(ROUTES.map(route => [route, answersTo(route, description)]));
const errors = ['basic-error', 'validation-error'].map(name => ({ $ref: `#/components/schemas/${name}` }));
const contract = {
  source: `GitHub's OpenAPI description ${description.info.version} for api.github.com, MIT licence; see derive-contract.ts`,
  routes: asJsonSchema(routes),
  $defs: schemasReachedFrom([routes, ...errors], description),
};
const file = fileURLToPath(new URL('../fixtures/contract/github-rest.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(contract)}\n`);
console.log(`${ROUTES.length} routes, ${Object.keys(contract.$defs).length} schemas: ${file}`);

/** The schema of each status a route may answer with; null where it answers without a JSON body. */
function answersTo(route: string, { paths, components }: Description): JsonObject {
  const [method = '', path = ''] = route.split(' ');
  const operation = paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`the description has no ${route}`);
  const answers = Object.entries(Operation.parse(operation).responses).map(([status, answer]) => {
    const named = '$ref' in answer ? components.responses[answer.$ref.split('/').at(-1) ?? ''] : answer;
    const schema = named?.content?.['application/json']?.schema ?? null;
    return [status, CORRECTIONS[`${route} ${status}`] ?? schema] as const;
  });
  return Object.fromEntries(answers);
}

/** Every shared schema that the given ones lead to, each under its own name. */
function schemasReachedFrom(roots: Json, { components }: Description): JsonObject {
  const found: JsonObject = {};
  const waiting = namesIn(roots);
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const schema = components.schemas[name];
    if (!schema) throw new Error(`the description has no schema ${name}`);
    if (name in found) continue;
    found[name] = asJsonSchema(schema);
    waiting.push(...namesIn(schema));
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namesIn(schema: Json): string[] {
  return [...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([\w-]+)"/g)].map(([, name]) => name ?? '');
}

/** From OpenAPI 3.0's dialect to JSON Schema, without prose. */
function asJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (schema === null || typeof schema !== 'object') return schema;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(schema).flatMap(asKeyword));
  return nullable ? orNull(rest) : rest;
}

/** One keyword without its prose. The names of properties are not keywords: a field called "description" stays. */
function asKeyword([keyword, value]: [string, Json]): [string, Json][] {
  if (PROSE.has(keyword) || keyword.startsWith('x-')) return [];
  if (keyword === '$ref') return [[keyword, String(value).replace('#/components/schemas/', '#/$defs/')]];
  // "Exactly one" is meant for readers: of GitHub's alternatives several fit where they require little, as errors do.
  if (keyword === 'oneOf') return [['anyOf', asJsonSchema(value)]];
  if (keyword === 'enum') return [[keyword, value]];
  if (keyword !== 'properties' || value === null || typeof value !== 'object') return [[keyword, asJsonSchema(value)]];
  const fields = Object.entries(value).map(([name, field]) => [name, asJsonSchema(field)] as const);
  return [[keyword, Object.fromEntries(fields)]];
}

function orNull(schema: JsonObject): Json {
  const { type, enum: values } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...new Set([...values, null])] }) };
}
