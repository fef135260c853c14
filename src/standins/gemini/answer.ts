// The local Gemini's answers: scripted texts, the faults that can be injected into them, and both in Google's own form.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { estimatedTokens } from './tokens.ts';

/**
 * A fault injected into an answer. `status` answers an error instead (with `retryAfterSeconds` as Google's RetryInfo), `cut`
 * breaks the connection in the middle of the body, `empty` is a candidate without text, a `finishReason` other than
 * STOP drops the text (MAX_TOKENS: its second half), `delayMs` waits first.
 */
export const Fault = z.strictObject({
  finishReason: z
    .enum([
      'STOP',
      'MAX_TOKENS',
      'SAFETY',
      'RECITATION',
      'LANGUAGE',
      'OTHER',
      'BLOCKLIST',
      'PROHIBITED_CONTENT',
      'SPII',
    ])
    .optional(),
  status: z
    .union([z.literal(400), z.literal(403), z.literal(429), z.literal(500), z.literal(503), z.literal(504)])
    .optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
  delayMs: z.number().int().nonnegative().optional(),
  cut: z.boolean().optional(),
  empty: z.boolean().optional(),
});
export type Fault = z.infer<typeof Fault>;

/** One answer of the script: the text, and the fault injected into it, if any. */
export type ScriptedAnswer = Fault & { text: string };

/** Whether the client gets no complete answer. A delay alone only makes it late. */
export function losesAnswer(how: Fault): boolean {
  return Boolean(how.status || how.cut || how.empty || (how.finishReason && how.finishReason !== 'STOP'));
}

/** The body of a 200. `modelVersion` says that it is scripted. */
export function generateContentResponse(prompt: string, answer: ScriptedAnswer) {
  const finishReason = answer.finishReason ?? 'STOP';
  const text = textThatArrives(answer);
  const promptTokenCount = estimatedTokens(prompt);
  const candidatesTokenCount = estimatedTokens(text);
  return {
    candidates: [{ content: { role: 'model', ...(text && { parts: [{ text }] }) }, finishReason, index: 0 }],
    usageMetadata: {
      promptTokenCount,
      candidatesTokenCount,
      thoughtsTokenCount: 0, // a script does not think
      totalTokenCount: promptTokenCount + candidatesTokenCount,
    },
    modelVersion: 'scripted',
    responseId: `scripted-${randomUUID()}`,
  };
}

export interface Failure {
  code: number;
  message: string;
  retryAfterSeconds?: number | undefined;
}

/** The body of an error, as google.rpc.Status in JSON: https://cloud.google.com/apis/design/errors */
export function errorResponse({ code, message, retryAfterSeconds }: Failure) {
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfterSeconds}s` };
  const details = retryAfterSeconds === undefined ? [] : [retry];
  return { error: { code, message, status: STATUS_NAMES[code] ?? 'UNKNOWN', details } };
}

/** Google's message for each status, approximately. */
export const statusMessages: Record<NonNullable<Fault['status']>, string> = {
  400: 'Request contains an invalid argument.',
  403: 'The caller does not have permission.',
  429: 'You exceeded your current quota, please check your plan and billing details.',
  500: 'An internal error has occurred. Please retry.',
  503: 'The model is overloaded. Please try again later.',
  504: 'The request timed out. Please try again.',
};

const STATUS_NAMES: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

function textThatArrives({ text, finishReason = 'STOP', empty }: ScriptedAnswer): string {
  if (empty) return '';
  if (finishReason === 'MAX_TOKENS') return text.slice(0, Math.floor(text.length / 2));
  return finishReason === 'STOP' ? text : '';
}
