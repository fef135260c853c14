// The local Gemini, asked by the real `@google/genai` client over HTTP.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError, type GenerateContentConfig, GoogleGenAI, ThinkingLevel } from '@google/genai';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GeminiSetup, type LocalGemini, startGemini } from '../../../src/standins/gemini/server.ts';

const MODEL = 'gemini-3.8-flash';
const DIAGNOSE = { title: 'diagnose', type: 'object', properties: { cause: { type: 'string' } }, required: ['cause'] };

let folder: string;
let gemini: LocalGemini | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightwatch-answers-'));
});
afterEach(async () => {
  await gemini?.stop();
  gemini = undefined;
  rmSync(folder, { recursive: true });
});

describe('the script', () => {
  test('a question in JSON is known by the title of its schema and gets the file verbatim', async () => {
    const answer = '{ "cause":  "user is None" }\n';
    const ask = await startWith({ 'diagnose.1.json': answer });
    const response = await ask(json());
    expect(response.text).toBe(answer);
    expect(response.candidates?.[0]?.finishReason).toBe('STOP');
    expect(response.modelVersion).toBe('scripted');
    expect(response.responseId).toMatch(/^scripted-/);
  });

  test('a question in plain text is known by the first line of its system instruction', async () => {
    const ask = await startWith({ 'repair.1.md': 'SEARCH/REPLACE' });
    const response = await ask({ maxOutputTokens: 100, systemInstruction: '# Task: repair\nMend it.' });
    expect(response.text).toBe('SEARCH/REPLACE');
    expect(gemini?.questions[0]).toMatchObject({ name: 'repair', schema: undefined });
  });

  test('the title of the schema goes before the system instruction', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}', 'other.1.json': '[]' });
    expect((await ask({ ...json(), systemInstruction: '# Task: other' })).text).toBe('{}');
  });

  test('each request gets the next file and the last one repeats, counted per question', async () => {
    const ask = await startWith({ 'repair.1.md': 'first', 'repair.2.md': 'second', 'diagnose.1.json': '{}' });
    const repair = { maxOutputTokens: 100, systemInstruction: '# Task: repair' };
    const texts = [];
    for (const config of [repair, json(), repair, repair]) texts.push((await ask(config)).text);
    expect(texts).toEqual(['first', '{}', 'second', 'second']);
    expect(gemini?.questions.map(({ name, nth }) => `${name} ${nth}`)).toEqual([
      'repair 1',
      'diagnose 1',
      'repair 2',
      'repair 3',
    ]);
  });

  test('a question without any answer is refused with the name of the missing file', async () => {
    const ask = await startWith({ 'repair.1.md': 'first' });
    const refusal = await errorOf(ask(json()));
    expect(refusal).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
    expect(refusal.message).toContain(`${folder} has no file diagnose.1.*`);
  });

  test('a hole in the numbers is named, not bridged', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}', 'diagnose.3.json': '{}' });
    await ask(json());
    expect((await errorOf(ask(json()))).message).toContain('diagnose.2.*');
  });

  test('a function may answer, and gets everything that was asked', async () => {
    const ask = await start({
      answers: question => ({ text: `${question.name} ${question.nth}: ${question.prompt}` }),
    });
    expect((await ask({ ...json(), systemInstruction: 'Be brief.' })).text).toBe('diagnose 1: Be brief.\n\nWhy?');
    expect(gemini?.questions[0]).toMatchObject({
      model: MODEL,
      schema: DIAGNOSE,
      generationConfig: { maxOutputTokens: 100, responseMimeType: 'application/json' },
      at: expect.any(Date),
    });
  });

  test.each([
    ['answer.json', '{}', /answer\.json: an answer is named/],
    ['diagnose.0.json', '{}', /an answer is named/],
    ['diagnose.1.meta.json', '{"finishreason": "SAFETY"}', /diagnose\.1\.meta\.json is not a valid fault/],
  ])('the server does not start on a folder with a wrong %s', async (file, content, words) => {
    await expect(startWith({ [file]: content })).rejects.toThrow(words);
  });

  test('the server does not start when two files claim the same answer', async () => {
    await expect(startWith({ 'repair.1.md': '', 'repair.1.json': '' })).rejects.toThrow(/which one is the answer/);
  });

  test('the server does not start without its folder', async () => {
    await expect(startGemini({ answers: join(folder, 'nowhere') })).rejects.toThrow(/ENOENT/);
  });
});

describe('tokens', () => {
  test('usage is counted as a quarter of the characters, rounded up', async () => {
    const ask = await startWith({ 'diagnose.1.json': '12345' });
    expect((await ask(json())).usageMetadata).toEqual({
      promptTokenCount: 1,
      candidatesTokenCount: 2,
      thoughtsTokenCount: 0,
      totalTokenCount: 3,
    });
  });

  test('countTokens counts the same way and is not a question', async () => {
    await startWith({});
    expect((await client().models.countTokens({ model: MODEL, contents: '12345' })).totalTokens).toBe(2);
    expect(gemini?.questions).toEqual([]);
  });
});

describe('what each request must carry', () => {
  const BROKEN = { ...DIAGNOSE, type: 'objekt' };
  const DANGLING = { ...DIAGNOSE, properties: { cause: { $ref: '#/$defs/nowhere' } } };

  test.each<[string, GenerateContentConfig, RegExp]>([
    ['without a ceiling on its output', without('maxOutputTokens'), /maxOutputTokens must be set/],
    ['with a ceiling above the model’s', { ...json(), maxOutputTokens: 65_537 }, /supported range is from 1 to 65536/],
    ['for JSON without a schema', without('responseJsonSchema'), /must carry a responseJsonSchema/],
    ['with a schema but not for JSON', { ...json(), responseMimeType: 'text/plain' }, /must be application\/json/],
    ['with a schema that is none', { ...json(), responseJsonSchema: BROKEN }, /not a valid JSON Schema/],
    ['with a schema that points nowhere', { ...json(), responseJsonSchema: DANGLING }, /can't resolve reference/],
    ['with a temperature on Gemini 3', { ...json(), temperature: 0.1 }, /must not be set on Gemini 3/],
    ['with topK on Gemini 3', { ...json(), topK: 1 }, /must not be set on Gemini 3/],
    ['at a level 3.8 Flash does not know', thinking(ThinkingLevel.MINIMAL), /use one of low, medium, high/],
    ['with two measures of thought', twoMeasures(), /only set one of/],
    ['without a name', { maxOutputTokens: 100, systemInstruction: 'Mend it.' }, /has no name/],
    ['with a name that is a path', { maxOutputTokens: 100, systemInstruction: '# Task: ../x' }, /has no name/],
    [
      'with an option that nothing here uses',
      { ...json(), responseLogprobs: true },
      /Unrecognized key: "responseLogprobs"/,
    ],
  ])('a question %s is refused', async (_, config, words) => {
    const ask = await startWith({ 'diagnose.1.json': '{}' });
    const refusal = await errorOf(ask(config));
    expect(refusal).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
    expect(refusal.message).toMatch(words);
    expect(gemini?.questions).toEqual([]);
  });

  test('a refused question does not use up an answer', async () => {
    const ask = await startWith({ 'diagnose.1.json': 'first', 'diagnose.2.json': 'second' });
    await errorOf(ask({ ...json(), temperature: 0 }));
    expect((await ask(json())).text).toBe('first');
  });

  test('Gemini 2 may be given a temperature, but no thinking level', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}' }, 'gemini-2.5-flash');
    expect((await ask({ ...json(), temperature: 0.1 })).text).toBe('{}');
    expect((await errorOf(ask(thinking(ThinkingLevel.LOW)))).message).toMatch(/not supported for this model/);
  });

  test('Flash-Lite may think minimally, and every Gemini 3 lowly', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}' }, 'gemini-3.5-flash-lite');
    expect((await ask(thinking(ThinkingLevel.MINIMAL))).text).toBe('{}');
    expect((await ask(thinking(ThinkingLevel.LOW))).text).toBe('{}');
  });

  test('an unknown model is not found', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}' }, 'gpt-1');
    expect(await errorOf(ask(json()))).toMatchObject({ code: 404, status: 'NOT_FOUND' });
  });

  test('a prompt beyond the input limit is refused', async () => {
    await startWith({ 'diagnose.1.json': '{}' });
    const contents = 'x'.repeat(4 * 1_048_577);
    const refusal = await errorOf(client().models.generateContent({ model: MODEL, contents, config: json() }));
    expect(refusal.message).toMatch(/exceeds the maximum number of tokens allowed \(1048576\)/);
  });

  test.each([
    ['no API key', {}, { contents: [{ parts: [{ text: 'Why?' }] }] }, /API key not valid/],
    ['no contents', { 'x-goog-api-key': 'k' }, { contents: [] }, /contents is not specified/],
    ['contents without a text', { 'x-goog-api-key': 'k' }, { contents: [{ parts: [{}] }] }, /part with a text/],
    ['no body to speak of', { 'x-goog-api-key': 'k' }, [], /Invalid JSON payload/],
  ])('a request with %s is refused', async (_, headers: Record<string, string>, body, words) => {
    await startWith({});
    const url = `${gemini?.url}/v1beta/models/${MODEL}:generateContent`;
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 400, message: expect.stringMatching(words) } });
  });
});

describe('an injected fault', () => {
  test('a sidecar injects a fault into one answer', async () => {
    const ask = await startWith({
      'diagnose.1.json': '{"cause": "cut short"}',
      'diagnose.1.json.meta.json': '{"finishReason": "MAX_TOKENS"}',
      'diagnose.2.json': '{}',
    });
    const truncated = await ask(json());
    expect(truncated.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
    expect(truncated.text).toBe('{"cause": "');
    expect((await ask(json())).text).toBe('{}');
  });

  test('an error needs no text, and says in Google’s form when to retry', async () => {
    const ask = await startWith({
      'diagnose.1.meta.json': '{"status": 429, "retryAfterSeconds": 17}',
      'diagnose.2.json': '{}',
    });
    expect(await errorOf(ask(json()))).toMatchObject({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17s' }],
    });
    expect((await ask(json())).text).toBe('{}');
  });

  test('the next requests can fail, and the script does not advance meanwhile', async () => {
    const ask = await startWith({ 'diagnose.1.json': 'first', 'diagnose.2.json': 'second' });
    gemini?.injectFault({ status: 503 }, 2);
    expect(await errorOf(ask(json()))).toMatchObject({ code: 503, status: 'UNAVAILABLE' });
    expect(await errorOf(ask(json()))).toMatchObject({ code: 503 });
    expect((await ask(json())).text).toBe('first');
    expect(gemini?.questions.map(question => question.nth)).toEqual([1, 1, 1]);
  });

  test('an unsafe answer has no text', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}' });
    gemini?.injectFault({ finishReason: 'SAFETY' });
    const response = await ask(json());
    expect(response.candidates?.[0]?.finishReason).toBe('SAFETY');
    expect(response.text).toBeUndefined();
  });

  test('an empty answer finishes normally without text', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}' });
    gemini?.injectFault({ empty: true });
    const response = await ask(json());
    expect(response.candidates?.[0]?.finishReason).toBe('STOP');
    expect(response.text).toBeUndefined();
  });

  test('a cut answer breaks the connection in the middle of the body', async () => {
    const ask = await startWith({ 'diagnose.1.json': '{}' });
    gemini?.injectFault({ cut: true });
    const failure = await ask(json()).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ message: expect.stringMatching(/terminated/) });
  });

  test('a late answer outlasts an impatient client, and stopping does not wait for it', async () => {
    await startWith({ 'diagnose.1.json': '{}' });
    gemini?.injectFault({ delayMs: 3_600_000 });
    const config = { ...json(), httpOptions: { timeout: 50 } };
    await expect(client().models.generateContent({ model: MODEL, contents: 'Why?', config })).rejects.toThrow(
      /abort|timeout/i,
    );
  });
});

function json(): GenerateContentConfig {
  return { maxOutputTokens: 100, responseMimeType: 'application/json', responseJsonSchema: DIAGNOSE };
}

function without(option: keyof GenerateContentConfig): GenerateContentConfig {
  const { [option]: _, ...rest } = json();
  return rest;
}

function thinking(thinkingLevel: ThinkingLevel): GenerateContentConfig {
  return { ...json(), thinkingConfig: { thinkingLevel } };
}

function twoMeasures(): GenerateContentConfig {
  return { ...json(), thinkingConfig: { thinkingLevel: ThinkingLevel.LOW, thinkingBudget: 100 } };
}

type Ask = (config: GenerateContentConfig) => ReturnType<GoogleGenAI['models']['generateContent']>;

function startWith(files: Record<string, string>, model = MODEL): Promise<Ask> {
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return start({ answers: folder }, model);
}

async function start(setup: GeminiSetup, model = MODEL): Promise<Ask> {
  gemini = await startGemini(setup);
  return config => client().models.generateContent({ model, contents: 'Why?', config });
}

/** `fetch` is named because the client otherwise looks for Node's dispatcher on `globalThis`, and Jest's is another one. */
function client(): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'a-key', httpOptions: { baseUrl: gemini?.url ?? '', fetch } });
}

/** The `error` object of Google's form; the client carries the body as the message of its ApiError. */
async function errorOf(asking: Promise<unknown>): Promise<{ message: string }> {
  const failure = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof ApiError)) throw new Error(`expected a refusal, got ${failure}`);
  return JSON.parse(failure.message).error;
}
