// Derives github-rest.json: what GitHub's published OpenAPI description says about requests to our routes and the answers to
// them, without its prose. Run by hand when GitHub's API moves on; the description itself (385 MB as a package, MIT licence,
// Copyright GitHub, https://github.com/github/rest-api-description) is not a dependency:
//
//   cd "$(mktemp -d)" && npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
//   node <here>/derive.ts "$PWD/package/generated/api.github.com.json", then npm run format
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { asJsonSchema, asStrictSchema, type Json, type JsonObject } from './json-schema.ts';
import { routes } from './routes.ts';

/** Where the description contradicts GitHub itself, with the reason. */
const corrections: Record<string, JsonObject> = {
  // An account that is a user and an enterprise at once (`allOf`), against GitHub's own example.
  'GET /app/installations 200': { type: 'array', items: { $ref: '#/components/schemas/installation' } },
};

const Schema = z.record(z.string(), z.json());
const Reference = z.object({ $ref: z.string() });
const Content = z.object({
  content: z.record(z.string(), z.object({ schema: Schema.optional() })).optional(),
});
const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  schema: Schema,
  'x-multi-segment': z.boolean().optional(),
});
const Operation = z.object({
  parameters: z.array(z.union([Reference, Parameter])).optional(),
  requestBody: Content.optional(),
  responses: z.record(z.string(), z.union([Reference, Content])),
});
const Description = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    schemas: z.record(z.string(), Schema),
    responses: z.record(z.string(), Content),
    parameters: z.record(z.string(), Parameter),
  }),
});

const description = Description.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const derived = Object.fromEntries(routes.map(route => [route, operationOf(route)]));
const errors = ['basic-error', 'validation-error'].map(name => ({ $ref: `#/$defs/${name}` }));
const contract = {
  source: `GitHub's OpenAPI description ${description.info.version} for api.github.com, MIT licence; see derive.ts`,
  routes: derived,
  $defs: schemasReachedFrom([derived, ...errors]),
};
const file = fileURLToPath(new URL('github-rest.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(contract)}\n`);
console.log(`${routes.length} routes, ${Object.keys(contract.$defs).length} schemas: ${file}`);

function operationOf(route: string): JsonObject {
  const [method = '', path = ''] = route.split(' ');
  const operation = Operation.parse(description.paths[path]?.[method.toLowerCase()]);
  const parameters = (operation.parameters ?? []).map(parameter =>
    '$ref' in parameter ? inComponents(description.components.parameters, parameter) : parameter,
  );
  const body = operation.requestBody?.content?.['application/json']?.schema;
  return {
    path: parametersIn('path', parameters),
    query: parametersIn('query', parameters),
    wide: parameters.filter(parameter => parameter['x-multi-segment']).map(({ name }) => name),
    body: body ? asStrictSchema(body) : null,
    answers: answersTo(route, operation),
  };
}

function parametersIn(place: 'path' | 'query', parameters: z.infer<typeof Parameter>[]): JsonObject {
  const here = parameters.filter(parameter => parameter.in === place);
  return {
    type: 'object',
    required: here.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, asJsonSchema(schema)])),
    additionalProperties: false,
  };
}

/** The schema of each status a route may answer with; null where it answers without a JSON body. */
function answersTo(route: string, { responses }: z.infer<typeof Operation>): JsonObject {
  const answers = Object.entries(responses).map(([status, answer]) => {
    const named = '$ref' in answer ? inComponents(description.components.responses, answer) : answer;
    const schema = named.content?.['application/json']?.schema ?? null;
    return [status, asJsonSchema(corrections[`${route} ${status}`] ?? schema)] as const;
  });
  return Object.fromEntries(answers);
}

function inComponents<T>(components: Record<string, T>, { $ref }: { $ref: string }): T {
  const component = components[$ref.split('/').at(-1) ?? ''];
  if (!component) throw new Error(`the description has no ${$ref}`);
  return component;
}

/** Every shared schema that the given ones lead to, each under its own name. */
function schemasReachedFrom(roots: Json): JsonObject {
  const found: JsonObject = {};
  const waiting = namesIn(roots);
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (name in found) continue;
    const schema = asJsonSchema(inComponents(description.components.schemas, { $ref: name }));
    found[name] = schema;
    waiting.push(...namesIn(schema));
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namesIn(schema: Json): string[] {
  return [...JSON.stringify(schema).matchAll(/"#\/\$defs\/([\w-]+)"/g)].map(([, name]) => name ?? '');
}
