// What `@google/genai` sends for generateContent and countTokens, parsed at the border.
// Fields that are not listed are refused, as Google refuses unknown ones: an option that would have no effect here is an
// error, not a surprise on the real thing.
import { z } from 'zod';

const Content = z.object({
  role: z.enum(['user', 'model']).optional(),
  parts: z.array(z.object({ text: z.string().optional() })),
});

const GenerationConfig = z.strictObject({
  temperature: z.number().optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  candidateCount: z.number().optional(),
  maxOutputTokens: z.number().int().optional(),
  stopSequences: z.array(z.string()).optional(),
  seed: z.number().int().optional(),
  responseMimeType: z.string().optional(),
  responseJsonSchema: z.record(z.string(), z.unknown()).optional(),
  thinkingConfig: z
    .strictObject({
      thinkingLevel: z.string().optional(),
      thinkingBudget: z.number().int().optional(),
      includeThoughts: z.boolean().optional(),
    })
    .optional(),
});

/** The body of `POST …:generateContent`, the fields a question in text or JSON needs. */
export const GenerateContentRequest = z.strictObject({
  contents: z.array(Content),
  systemInstruction: Content.optional(),
  generationConfig: GenerationConfig.optional(),
  safetySettings: z.array(z.unknown()).optional(),
});
export type GenerateContentRequest = z.infer<typeof GenerateContentRequest>;

/** The body of `POST …:countTokens`. */
export const CountTokensRequest = z.object({ contents: z.array(Content) });

/** Everything the model would read, in order: system instruction first, then each content. */
export function promptText(request: Pick<GenerateContentRequest, 'systemInstruction' | 'contents'>): string {
  const system = request.systemInstruction ? [request.systemInstruction] : [];
  return [...system, ...request.contents].map(textOf).join('\n\n');
}

/**
 * The name of the question: the schema's `title`, else the first line of the system instruction when it reads
 * `# Task: <name>`. Letters, digits, `-` and `_` only, because the name becomes part of a file name.
 */
export function questionName(request: GenerateContentRequest): string | undefined {
  const title = request.generationConfig?.responseJsonSchema?.['title'];
  const firstLine = request.systemInstruction ? textOf(request.systemInstruction).split('\n', 1)[0] : undefined;
  const name = typeof title === 'string' ? title : firstLine?.match(/^# Task:\s*(\S+)\s*$/)?.[1];
  return name && /^[\w-]+$/.test(name) ? name : undefined;
}

function textOf(content: z.infer<typeof Content>): string {
  return content.parts.map(part => part.text ?? '').join('');
}
