// What the port `Model` promises, held by its Gemini adapter and the real client against the local Gemini over HTTP.
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type GeminiOptions, geminiModel } from '../../src/adapters/gemini/gemini.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import { askTwice } from '../../src/context/ask.ts';
import { metered } from '../../src/engine/metered.ts';
import { emptyLedger } from '../../src/incident/ledger.ts';
import { sha256 } from '../../src/incident/receipt/hashes.ts';
import { type Model, type Question, Transient } from '../../src/ports.ts';
import type { ScriptedAnswer } from '../../src/standins/gemini/answer.ts';
import { type LocalGemini, startGemini } from '../../src/standins/gemini/server.ts';
import { untouched } from '../engine/stand-ins.ts';

const Cause = z.object({ cause: z.string(), line: z.number().int().positive() });
const good = JSON.stringify({ cause: 'The user is None.', line: 12 });

const inJson: Question<z.infer<typeof Cause>> = {
  name: 'diagnose',
  instructions: 'Find the cause.',
  material: "E   TypeError: 'NoneType' object is not subscriptable",
  form: { kind: 'json', schema: Cause },
  effort: 'medium',
};
const inText: Question<string[]> = {
  ...inJson,
  name: 'repair',
  effort: 'high',
  form: {
    kind: 'text',
    parse(text) {
      if (!text.startsWith('EDIT ')) throw new Error('There is no edit in the answer.');
      return text.slice(5).split(' ');
    },
  },
};

let gemini: LocalGemini | undefined;

afterEach(async () => {
  await gemini?.stop();
  gemini = undefined;
});

describe('an answer', () => {
  test('in JSON comes back checked against its schema, with what it cost', async () => {
    const model = await modelThatSays(good);
    const startedAt = performance.now();
    const answered = await model.ask(inJson);
    const elapsed = (performance.now() - startedAt) / 1_000;
    expect(answered).toMatchObject({ kind: 'answer', value: { cause: 'The user is None.', line: 12 } });
    const { inputTokens, outputTokens, seconds, dollars } = answered.usage;
    expect(inputTokens).toBeGreaterThan(10);
    expect(outputTokens).toBeGreaterThan(5);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(elapsed + 1);
    expect(dollars).toBeCloseTo((inputTokens * 2 + outputTokens * 10) / 1e6, 12);
  });

  test('is known by its digest, as is the question that was sent', async () => {
    const model = await modelThatSays(good, good, good);
    const [first, again, other] = [
      await model.ask(inJson),
      await model.ask(inJson),
      await model.ask({ ...inJson, material: 'Another log.' }),
    ];
    expect(first.usage.exchange).toMatchObject({ question: inJson.name, answerSha256: sha256(good) });
    expect(again.usage.exchange).toEqual(first.usage.exchange);
    expect(other.usage.exchange?.promptSha256).not.toBe(first.usage.exchange?.promptSha256);
  });

  test('in text comes back as its own reader made it', async () => {
    const model = await modelThatSays('EDIT a b');
    expect(await model.ask(inText)).toMatchObject({ kind: 'answer', value: ['a', 'b'] });
    expect(asked(0).schema).toBeUndefined();
    expect(asked(0).generationConfig.responseMimeType).toBeUndefined();
  });
});

describe('a second ask', () => {
  test.each([
    { what: 'no JSON', first: { text: 'Sure! Here it is.' }, says: 'not valid JSON' },
    { what: 'JSON of another form', first: { text: '{"cause":"x","line":"12"}' }, says: 'does not fit the schema' },
    { what: 'cut off', first: { text: good, finishReason: 'MAX_TOKENS' as const }, says: 'cut off at its token limit' },
    { what: 'held back', first: { text: good, finishReason: 'SAFETY' as const }, says: 'SAFETY' },
    { what: 'empty', first: { text: '', empty: true }, says: 'was empty' },
  ])('follows an answer that is $what, tells the model so, and costs what both cost', async ({ first, says }) => {
    const model = await modelThatSays(first, good);
    const { answered, ledger } = await counted(model, inJson);
    expect(answered).toMatchObject({ kind: 'answer', value: { line: 12 } });
    expect(ledger.questions).toBe(2);
    expect(gemini?.questions).toHaveLength(2);
    expect(asked(0).prompt).not.toContain(says);
    expect(asked(1).prompt).toContain(says);
    expect(asked(1).prompt).toContain(inJson.material);
    const once = await (await modelThatSays(good)).ask(inJson);
    expect(ledger.inputTokens).toBeGreaterThan(once.usage.inputTokens * 2);
  });

  test('follows a text that its reader refuses', async () => {
    const model = await modelThatSays('nothing', 'EDIT a');
    expect(await askTwice(model, inText)).toMatchObject({ kind: 'answer', value: ['a'] });
    expect(asked(1).prompt).toContain('There is no edit in the answer.');
  });

  test('has twice the room, because thinking shares it with the answer', async () => {
    const model = await modelThatSays({ text: good, finishReason: 'MAX_TOKENS' }, good);
    await askTwice(model, inJson);
    const [first, second] = [asked(0), asked(1)].map(({ generationConfig }) => generationConfig.maxOutputTokens ?? 0);
    expect(second).toBe((first ?? 0) * 2);
    // Google's limit for the text models; more is a 400.
    expect(second).toBeLessThanOrEqual(65_536);
  });

  test('is never wider than Google takes, at any effort', async () => {
    for (const effort of ['low', 'medium', 'high'] as const) {
      const model = await modelThatSays('nonsense');
      expect(await askTwice(model, { ...inJson, effort })).toMatchObject({ kind: 'unusable' });
      await gemini?.stop();
    }
  });
});

describe('an unusable answer', () => {
  test.each([
    { what: 'no JSON', answer: { text: 'Sorry.' }, reason: /^The answer is not valid JSON/, text: 'Sorry.' },
    { what: 'another form', answer: { text: '{}' }, reason: /^The answer does not fit the schema: /, text: '{}' },
    {
      what: 'cut off',
      answer: { text: good, finishReason: 'MAX_TOKENS' as const },
      reason: /cut off/,
      text: good.slice(0, Math.floor(good.length / 2)),
    },
    { what: 'held back', answer: { text: good, finishReason: 'SAFETY' as const }, reason: /SAFETY/, text: '' },
    { what: 'empty', answer: { text: '', empty: true }, reason: /empty/, text: '' },
  ])(
    'twice ($what) is returned with a reason, the last text and the cost of both requests',
    async ({ answer, reason, text }) => {
      const model = await modelThatSays(answer);
      const { answered, ledger } = await counted(model, inJson);
      expect(answered).toMatchObject({ kind: 'unusable', reason: expect.stringMatching(reason), text });
      expect(gemini?.questions).toHaveLength(2);
      const first = asked(0).prompt.length / asked(1).prompt.length;
      expect(first).toBeLessThan(1);
      expect(ledger.inputTokens).toBeGreaterThan(answered.usage.inputTokens);
      expect(ledger.dollars).toBeCloseTo((ledger.inputTokens * 2 + ledger.outputTokens * 10) / 1e6, 12);
    },
  );

  test('is not asked for a third time', async () => {
    const model = await modelThatSays('one', 'two', good);
    expect(await askTwice(model, inJson)).toMatchObject({ kind: 'unusable', text: 'two' });
  });
});

describe('a transient fault is reported', () => {
  test('for a rate limit, with the retry time that Google gives', async () => {
    const model = await modelThatSays(good);
    gemini?.injectFault({ status: 429, retryAfterSeconds: 31 });
    const before = Date.now();
    const later = await refusalOf(model);
    expect(later.message).toMatch(/rate limit/);
    expect(later.cause).toBeInstanceOf(Error);
    const retryAt = later.retryAt?.getTime() ?? 0;
    expect(retryAt).toBeGreaterThanOrEqual(before + 31_000);
    expect(retryAt).toBeLessThanOrEqual(Date.now() + 31_000);
  });

  test.each([500, 503, 504] as const)('for %s, at the first answer', async status => {
    const model = await modelThatSays(good);
    gemini?.injectFault({ status });
    expect(await refusalOf(model)).toMatchObject({
      message: expect.stringContaining(String(status)),
      retryAt: undefined,
    });
    expect(gemini?.questions).toHaveLength(1);
  });

  test('for a key that Google refuses: the host can mend it', async () => {
    const model = await modelThatSays(good);
    gemini?.injectFault({ status: 403 });
    expect((await refusalOf(model)).message).toMatch(/GEMINI_API_KEY/);
  });

  test('for a key that is no key, which Google answers with a 400', async () => {
    const model = await modelWith({ apiKey: ' ' });
    expect((await refusalOf(model)).message).toMatch(/GEMINI_API_KEY/);
  });

  test('for a model that Google does not know', async () => {
    const model = await modelWith({ model: 'palm-2' });
    expect((await refusalOf(model)).message).toMatch(/GEMINI_MODEL/);
  });

  test('for an answer that does not arrive in time', async () => {
    const model = await modelWith({ timeoutSeconds: 0.2 });
    gemini?.injectFault({ delayMs: 3_600_000 });
    expect((await refusalOf(model)).message).toMatch(/Could not reach Gemini/);
  });

  test('for a connection that drops in the middle of the answer', async () => {
    const model = await modelThatSays(good);
    gemini?.injectFault({ cut: true });
    await refusalOf(model);
  });

  test('when nobody listens', async () => {
    const port = await closedPort();
    await refusalOf(geminiModel({ ...options, baseUrl: `http://127.0.0.1:${port}` }));
  });

  test('by the second ask as well', async () => {
    const model = await modelThatSays('nonsense', { text: '', status: 503 });
    await refusalOf({ ask: question => askTwice(model, question) });
  });
});

test('an ask that is aborted ends at once, and so does its request', async () => {
  const ended = new AbortController();
  const model = await modelWith({ signal: ended.signal });
  gemini?.injectFault({ delayMs: 60_000 });
  const asking = refusalOf(model);
  while (gemini?.questions.length === 0) await wait(10);
  const startedAt = performance.now();
  ended.abort();
  await asking;
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('a request that Google calls wrong is a mistake of ours, and thrown as it is', async () => {
  const model = await modelThatSays(good);
  gemini?.injectFault({ status: 400 });
  const error = await model.ask(inJson).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(Transient);
});

describe('on the wire', () => {
  const key = `ghp_${'aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5'}`;

  test('no secret leaves, neither in the material nor in the instructions nor in the second ask', async () => {
    const model = await modelThatSays('nonsense');
    const text = `token=${key} host=s3cret-of-the-host`;
    await askTwice(model, { ...inJson, instructions: text, material: text });
    for (const { prompt } of gemini?.questions ?? []) {
      expect(prompt).toContain('host=');
      expect(prompt).not.toContain(key);
      expect(prompt).not.toContain('s3cret-of-the-host');
    }
    expect(gemini?.questions).toHaveLength(2);
  });

  test('the question has its name, its schema, and the part that never changes first', async () => {
    const model = await modelThatSays(good);
    await model.ask(inJson);
    expect(asked(0)).toMatchObject({ name: 'diagnose', model: 'gemini-3.8-flash', schema: { title: 'diagnose' } });
    expect(asked(0).prompt.indexOf(inJson.instructions)).toBeLessThan(asked(0).prompt.indexOf(inJson.material));
  });

  test("a schema's own title does not hide the question's name", async () => {
    const model = await modelThatSays(good);
    const schema = Cause.meta({ title: 'Answer' });
    await model.ask({ ...inJson, form: { kind: 'json', schema } });
    expect(asked(0).name).toBe('diagnose');
  });

  test('Gemini 3 is told how hard to think, and its sampling is left alone', async () => {
    const model = await modelThatSays('EDIT a');
    await model.ask(inText);
    const { thinkingConfig, temperature } = asked(0).generationConfig;
    expect(thinkingConfig?.thinkingLevel).toBe('HIGH');
    expect(temperature).toBeUndefined();
  });

  test('Gemini 2 is kept cool, and told no level', async () => {
    const model = await modelWith({ model: 'gemini-2.5-flash' });
    expect(await model.ask(inJson)).toMatchObject({ kind: 'answer' });
    const { thinkingConfig, temperature } = asked(0).generationConfig;
    expect(thinkingConfig).toBeUndefined();
    expect(temperature).toBe(0.1);
  });
});

const options: GeminiOptions = {
  apiKey: 'a-key-for-the-tests',
  model: 'gemini-3.8-flash',
  prices: { input: 2, output: 10 },
  timeoutSeconds: 600,
  mask: secretMasker({ known: ['s3cret-of-the-host'] }),
};

/** Says these one after the other; the last one repeats. */
async function modelThatSays(...answers: readonly (string | ScriptedAnswer)[]): Promise<Model> {
  return await modelWith({}, answers);
}

async function modelWith(
  changes: Partial<GeminiOptions>,
  answers: readonly (string | ScriptedAnswer)[] = [good],
): Promise<Model> {
  await gemini?.stop();
  gemini = await startGemini({
    answers({ nth }) {
      const answer = answers[Math.min(nth, answers.length) - 1] ?? '';
      return typeof answer === 'string' ? { text: answer } : answer;
    },
  });
  return geminiModel({ ...options, ...changes, baseUrl: gemini.url });
}

/** Asks through the meter, as a stage does. */
async function counted<Answer>(model: Model, question: Question<Answer>) {
  const meter = { ledger: emptyLedger, budget: 1 };
  const sandbox = { prepare: unused, open: unused };
  const ports = metered({ repository: untouched, clock: { now: () => new Date() }, model, sandbox }, meter);
  return { answered: await askTwice(ports.model, question), ledger: meter.ledger };
}

async function unused(): Promise<never> {
  throw new Error('Nothing is run here.');
}

function asked(index: number): LocalGemini['questions'][number] {
  const question = gemini?.questions[index];
  if (!question) throw new Error(`No question ${index} was asked.`);
  return question;
}

async function refusalOf(model: Model): Promise<Transient> {
  const error = await model.ask(inJson).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Transient);
  return error as Transient;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise(closed => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
