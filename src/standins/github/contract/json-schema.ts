// From OpenAPI 3.0's dialect to JSON Schema, without prose.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Keywords for readers and generators, not for validators. */
const prose = new Set([
  'description',
  'title',
  'example',
  'examples',
  'default',
  'externalDocs',
  'deprecated',
  'discriminator',
]);

const combining = ['anyOf', 'allOf', 'oneOf'];

export function asJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (schema === null || typeof schema !== 'object') return schema;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(schema).flatMap(asKeyword));
  return nullable ? orNull(rest) : rest;
}

/** The schema of a request's body, which refuses every field that the description does not name: GitHub ignores those in silence. */
export function asStrictSchema(schema: Json): Json {
  return strict(asJsonSchema(schema));
}

/** One keyword without its prose. The names of properties are not keywords: a field called "description" stays. */
function asKeyword([keyword, value]: [string, Json]): [string, Json][] {
  if (prose.has(keyword) || keyword.startsWith('x-')) return [];
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

function strict(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(strict);
  if (schema === null || typeof schema !== 'object') return schema;
  const { additionalProperties, ...rest } = open(schema);
  // Anything goes where the description says so, or names no field at all.
  const others = additionalProperties === undefined || additionalProperties === true ? {} : { additionalProperties };
  const namesFields = 'properties' in rest || combining.some(keyword => keyword in rest);
  return { ...rest, ...others, ...(namesFields && { unevaluatedProperties: false }) };
}

/** The fields of an object are strict themselves; an alternative is not, because its siblings name fields as well. */
function open(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    if (keyword === 'items') return [keyword, strict(value)];
    if (keyword === 'properties' && isObject(value))
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, field]) => [name, strict(field)]))];
    if (combining.includes(keyword) && Array.isArray(value))
      return [keyword, value.map(branch => (isObject(branch) ? withoutOthers(open(branch)) : branch))];
    return [keyword, value];
  });
  return Object.fromEntries(entries);
}

function withoutOthers({ additionalProperties, ...schema }: JsonObject): JsonObject {
  return additionalProperties === true || additionalProperties === undefined
    ? schema
    : { ...schema, additionalProperties };
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
