// A question in the form of Gemini's API.
import type { GenerateContentConfig, ThinkingLevel } from '@google/genai';
import { z } from 'zod';
import type { Question } from '../../ports.ts';

/** Thinking tokens count too, so the limit is generous: a truncated answer costs more than unused headroom. */
const outputTokens = { low: 8_192, medium: 16_384, high: 32_768 } as const;

export function generationConfig(question: Question<unknown>, model: string): GenerateContentConfig {
  return {
    systemInstruction: `# Task: ${question.name}\n\n${question.instructions}`,
    maxOutputTokens: outputTokens[question.effort] * (question.isRetry ? 2 : 1),
    ...depth(model, question.effort),
    ...answerForm(question),
  };
}

/**
 * Gemini 3 takes a thinking level and advises against changing the sampling; Gemini 2 takes a temperature and has no level.
 * https://ai.google.dev/gemini-api/docs/gemini-3
 */
function depth(model: string, effort: Question<unknown>['effort']): GenerateContentConfig {
  if (!/^gemini-[12][.-]/.test(model))
    return { thinkingConfig: { thinkingLevel: effort.toUpperCase() as ThinkingLevel } };
  return { temperature: 0.1 };
}

function answerForm({ name, form }: Question<unknown>): GenerateContentConfig {
  if (form.kind === 'text') return {};
  const { $schema: _, ...schema } = z.toJSONSchema(form.schema);
  return { responseMimeType: 'application/json', responseJsonSchema: { ...schema, title: name } };
}
