// The port `Model` on Google's Gemini: one request, one validated answer.
import { GoogleGenAI } from '@google/genai';
import type { Exchange, Usage } from '../../incident/ledger.ts';
import { sha256 } from '../../incident/receipt/hashes.ts';
import type { Answered, Model, Question } from '../../ports.ts';
import { asPortError } from './faults.ts';
import { answerText, readAnswer } from './read-answer.ts';
import { generationConfig } from './request.ts';

export interface GeminiOptions {
  readonly apiKey: string;
  readonly model: string;
  /** URL to use instead of Google's, for a gateway or a stand-in. */
  readonly baseUrl?: string | undefined;
  /** US dollars per million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  /** Aborts a request in flight. */
  readonly signal?: AbortSignal;
  /** Time limit of one answer, in seconds; at most 300. */
  readonly timeoutSeconds: number;
  /** Masks secrets in everything that is sent. */
  readonly mask: (text: string) => Promise<string>;
}

export function geminiModel(options: GeminiOptions): Model {
  const client = new GoogleGenAI({
    apiKey: options.apiKey,
    // Thinking levels and JSON schemas are available here first; v1, the client's default since 3.0, gets them later.
    apiVersion: 'v1beta',
    httpOptions: {
      ...(options.baseUrl ? { baseUrl: options.baseUrl } : {}),
      timeout: options.timeoutSeconds * 1000,
      // Set explicitly, so that the client does not replace the process's global fetch dispatcher, whose time-outs of 300 s
      // apply.
      fetch,
      // The engine does the waiting: it releases the incident instead of holding its lease.
      retryOptions: { attempts: 1 },
    },
  });
  return { ask: question => ask({ client, options }, question) };
}

interface Connection {
  readonly client: GoogleGenAI;
  readonly options: GeminiOptions;
}

async function ask<A>({ client, options }: Connection, question: Question<A>): Promise<Answered<A>> {
  const instructions = await options.mask(question.instructions);
  const config = {
    ...generationConfig({ ...question, instructions }, options.model),
    ...(options.signal && { abortSignal: options.signal }),
  };
  const contents = await options.mask(question.material);
  const startedAt = performance.now();
  const response = await client.models
    .generateContent({ model: options.model, contents: [{ role: 'user', parts: [{ text: contents }] }], config })
    .catch((error: unknown) => {
      throw asPortError(error);
    });
  const answer = answerText(response);
  const inputTokens = response.usageMetadata?.promptTokenCount ?? 0;
  const outputTokens =
    (response.usageMetadata?.candidatesTokenCount ?? 0) + (response.usageMetadata?.thoughtsTokenCount ?? 0);
  const usage: Usage = {
    inputTokens,
    outputTokens,
    seconds: (performance.now() - startedAt) / 1000,
    dollars: (inputTokens * options.prices.input + outputTokens * options.prices.output) / 1e6,
    exchange: exchangeOf({ question: question.name, model: options.model, instructions, contents, answer }),
  };
  return { ...readAnswer(question.form, response), usage };
}

interface Exchanged extends Pick<Exchange, 'question' | 'model'> {
  readonly instructions: string;
  readonly contents: string;
  readonly answer: string;
}

/** Secrets were masked before: a digest of one could be guessed. */
function exchangeOf({ question, model, instructions, contents, answer }: Exchanged): Exchange {
  return { question, model, promptSha256: sha256(`${instructions}\n\n${contents}`), answerSha256: sha256(answer) };
}
