// What every request must carry. Stricter than Google in three places, on purpose: `maxOutputTokens` must be set
// (a bill without a ceiling), sampling must be left alone on Gemini 3 (the vendor advises against it, but obeys), and
// the question must have a name. The rest is what the real API refuses too.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type GenerateContentRequest, promptText, questionName } from './request.ts';
import { estimatedTokens } from './tokens.ts';

/** One call, as it arrived. */
export interface Call {
  apiKey: string | undefined;
  model: string;
  request: GenerateContentRequest;
}

/** Limits of the Gemini 2.5 and 3 text models, in tokens: https://ai.google.dev/gemini-api/docs/models */
const INPUT_LIMIT = 1_048_576;
const OUTPUT_LIMIT = 65_536;

/** What is wrong with a call, in words for its author; undefined when it may be answered. */
export function complaint(call: Call): string | undefined {
  for (const rule of RULES) {
    const words = rule(call);
    if (words) return words;
  }
  return undefined;
}

const RULES: ((call: Call) => string | undefined)[] = [
  hasAnApiKey,
  asksSomething,
  fitsTheInputLimit,
  boundsTheOutput,
  hasAWholeSchema,
  leavesSamplingAlone,
  thinksAtAValidLevel,
  hasAName,
];

function hasAnApiKey({ apiKey }: Call) {
  return apiKey ? undefined : 'API key not valid. Please pass a valid API key.';
}

function asksSomething({ request }: Call) {
  if (request.contents.length === 0) return 'contents is not specified';
  const isEmpty = request.contents.some(content => !content.parts.some(part => part.text));
  return isEmpty ? 'Every item of contents must have at least one part with a text.' : undefined;
}

function fitsTheInputLimit({ request }: Call) {
  const tokens = estimatedTokens(promptText(request));
  if (tokens <= INPUT_LIMIT) return undefined;
  return `The input token count (${tokens}) exceeds the maximum number of tokens allowed (${INPUT_LIMIT}).`;
}

function boundsTheOutput({ request }: Call) {
  const limit = request.generationConfig?.maxOutputTokens;
  if (limit === undefined) return 'generationConfig.maxOutputTokens must be set.';
  if (limit >= 1 && limit <= OUTPUT_LIMIT) return undefined;
  return `maxOutputTokens is ${limit} but the supported range is from 1 to ${OUTPUT_LIMIT}.`;
}

function hasAWholeSchema({ request }: Call) {
  const { responseMimeType, responseJsonSchema } = request.generationConfig ?? {};
  if (responseMimeType === 'application/json' && !responseJsonSchema)
    return 'A question with responseMimeType application/json must carry a responseJsonSchema.';
  if (!responseJsonSchema) return undefined;
  if (responseMimeType !== 'application/json')
    return 'responseJsonSchema is set: responseMimeType must be application/json.';
  return schemaError(responseJsonSchema);
}

function leavesSamplingAlone({ model, request }: Call) {
  if (!isGemini3(model)) return undefined;
  const { temperature, topP, topK } = request.generationConfig ?? {};
  const isSet = [temperature, topP, topK].some(value => value !== undefined);
  return isSet ? `${model}: temperature, topP and topK must not be set on Gemini 3.` : undefined;
}

function thinksAtAValidLevel({ model, request }: Call) {
  const { thinkingLevel: level, thinkingBudget } = request.generationConfig?.thinkingConfig ?? {};
  if (level === undefined) return undefined;
  if (!isGemini3(model)) return `Thinking level is not supported for this model: ${model}.`;
  if (thinkingBudget !== undefined) return 'You can only set one of thinkingBudget and thinkingLevel.';
  // `minimal` is for Flash-Lite, and for Flash before 3.8, which no longer takes it.
  const takesMinimal = model.includes('-flash') && !/^gemini-3\.8-flash(?!-lite)/.test(model);
  const levels = [...(takesMinimal ? ['minimal'] : []), 'low', 'medium', 'high'];
  if (levels.includes(level.toLowerCase())) return undefined;
  return `Thinking level ${level} is not supported for ${model}; use one of ${levels.join(', ')}.`;
}

function hasAName({ request }: Call) {
  if (questionName(request)) return undefined;
  return 'The question has no name: give the schema a title, or start systemInstruction with "# Task: <name>".';
}

/** `$schema` is dropped before the check: every draft the product could use is read as 2020-12, as Google reads it. */
function schemaError({ $schema: _, ...schema }: Record<string, unknown>): string | undefined {
  try {
    new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    return undefined;
  } catch (error) {
    return `responseJsonSchema is not a valid JSON Schema: ${error instanceof Error ? error.message : error}`;
  }
}

function isGemini3(model: string): boolean {
  return /^gemini-3(\.|-)/.test(model);
}
