// The port `Model` on Google's Gemini: one request, and its answer checked.
import { GoogleGenAI } from '@google/genai';
import type { Usage } from '../../incident/ledger.ts';
import type { Answered, Model, Question } from '../../ports.ts';
import { asPortError } from './faults.ts';
import { readAnswer } from './read-answer.ts';
import { generationConfig } from './request.ts';

export interface GeminiOptions {
  readonly apiKey: string;
  readonly model: string;
  /** An address other than Google's own, for a gateway or a stand-in. */
  readonly baseUrl?: string | undefined;
  /** US dollars per million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  /** Ends a request that is under way. */
  readonly signal?: AbortSignal;
  /** How long one answer may take, in seconds; at most 300. */
  readonly timeoutSeconds: number;
  /** Takes the secrets out of everything that leaves. */
  readonly mask: (text: string) => Promise<string>;
}

export function geminiModel(options: GeminiOptions): Model {
  const client = new GoogleGenAI({
    apiKey: options.apiKey,
    // The thinking level and JSON schemas came here first; v1, the client's default since 3.0, follows later.
    apiVersion: 'v1beta',
    httpOptions: {
      ...(options.baseUrl ? { baseUrl: options.baseUrl } : {}),
      timeout: options.timeoutSeconds * 1000,
      // Named, so that the client leaves the process's global fetch dispatcher as it is; it looks for one that only plain
      // Node has. The dispatcher's own time-outs of 300 s apply.
      fetch,
      // Waiting is the engine's business: it gives the incident back instead of sitting on its lease.
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
  const inputTokens = response.usageMetadata?.promptTokenCount ?? 0;
  const outputTokens =
    (response.usageMetadata?.candidatesTokenCount ?? 0) + (response.usageMetadata?.thoughtsTokenCount ?? 0);
  const usage: Usage = {
    inputTokens,
    outputTokens,
    seconds: (performance.now() - startedAt) / 1000,
    dollars: (inputTokens * options.prices.input + outputTokens * options.prices.output) / 1e6,
  };
  return { ...readAnswer(question.form, response), usage };
}
