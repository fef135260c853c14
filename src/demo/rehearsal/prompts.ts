// The prompts that the line would send: saved to files, with what they would cost.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AskedQuestion } from '../../standins/gemini/server.ts';
import { estimatedTokens } from '../../standins/gemini/tokens.ts';

export interface Prompt {
  /** `diagnose`, `guard`, `repair`. */
  readonly question: string;
  readonly model: string;
  /** Characters / 4, without the schema of the answer. */
  readonly tokens: number;
  /** The most that an answer may have, thinking included. */
  readonly answerTokens: number;
  readonly path: string;
}

/** The first of each question; later ones only complain about the answer. */
export async function savePrompts(questions: readonly AskedQuestion[], directory: string): Promise<readonly Prompt[]> {
  const folder = join(directory, 'prompts');
  await mkdir(folder, { recursive: true });
  const first = questions.filter(({ name }, index) => questions.findIndex(other => other.name === name) === index);
  const prompts: Prompt[] = [];
  for (const { name, model, prompt, schema, generationConfig } of first) {
    const path = join(folder, `${name}.md`);
    const form = schema ? `\n# The schema of the answer\n${JSON.stringify(schema, null, 2)}\n` : '';
    await writeFile(path, `${prompt}\n${form}`);
    const answerTokens = generationConfig.maxOutputTokens ?? 0;
    prompts.push({ question: name, model, tokens: estimatedTokens(prompt), answerTokens, path });
  }
  return prompts;
}
