// Turns Gemini's response into an answer to the question, or says why it is unusable.
import { FinishReason, type GenerateContentResponse } from '@google/genai';
import { z } from 'zod';
import type { AnswerForm } from '../../ports.ts';

type Read<A> = { kind: 'answer'; value: A } | { kind: 'unusable'; reason: string; text: string };

export function readAnswer<A>(form: AnswerForm<A>, response: GenerateContentResponse): Read<A> {
  const text = answerText(response);
  const ended = response.candidates?.[0]?.finishReason;
  // Checked before parsing: a truncated answer may still parse, and mean something else.
  if (ended !== FinishReason.STOP) return { kind: 'unusable', reason: endedBadly(response), text };
  if (text.trim() === '') return { kind: 'unusable', reason: 'The answer was empty.', text };
  return form.kind === 'json' ? readJson(form.schema, text) : readText(form.parse, text);
}

/** Thoughts are parts too, but not part of the answer. */
export function answerText(response: GenerateContentResponse): string {
  const parts = response.candidates?.[0]?.content?.parts ?? [];
  return parts
    .filter(part => !part.thought)
    .map(part => part.text ?? '')
    .join('');
}

function endedBadly(response: GenerateContentResponse): string {
  const blocked = response.promptFeedback?.blockReason;
  if (blocked) return `The question was blocked (${blocked}).`;
  const ended = response.candidates?.[0]?.finishReason;
  if (ended === FinishReason.MAX_TOKENS) return 'The answer was cut off at its token limit.';
  return `The answer did not end normally (${ended ?? 'no candidate'}).`;
}

function readJson<A>(schema: z.ZodType<A>, text: string): Read<A> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { kind: 'unusable', reason: `The answer is not valid JSON (${messageOf(error)}).`, text };
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return { kind: 'answer', value: parsed.data };
  return { kind: 'unusable', reason: `The answer does not fit the schema: ${z.prettifyError(parsed.error)}.`, text };
}

function readText<A>(parse: (text: string) => A, text: string): Read<A> {
  try {
    return { kind: 'answer', value: parse(text) };
  } catch (error) {
    return { kind: 'unusable', reason: messageOf(error), text };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
