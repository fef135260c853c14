// A model that needs three attempts: two repairs that fail their tests, then the demo's own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoAnswers } from '../../../demo/demo-files.ts';
import type { Answered, Model, Question } from '../../../ports.ts';

const before = '        user = self.directory.find(user_id)\n        if user["muted"]:\n';
const wrongConditions = ['if user["muted"] or not message:', 'if user["muted"] is True:'];

/** Texts of answers to `repair`, in order. */
export function threeAnswers(): string[] {
  const wrong = wrongConditions.map(condition => {
    const replace = before.replace('if user["muted"]:', condition);
    const edits = [{ path: 'user_service.py', search: before, replace }];
    return JSON.stringify({ rationale: `Perhaps it is enough to say \`${condition}\`.`, edits });
  });
  return [...wrong, readFileSync(join(demoAnswers, 'repair.1.json'), 'utf8')];
}

/** Answers at once: its time is not what is measured. */
export function instantModel(texts: readonly string[]): Model {
  const left = [...texts];
  return {
    async ask<Answer>({ form }: Question<Answer>): Promise<Answered<Answer>> {
      const text = left.shift() ?? '';
      const value = form.kind === 'text' ? form.parse(text) : form.schema.parse(JSON.parse(text));
      return { kind: 'answer', value, usage: { inputTokens: 0, outputTokens: 0, seconds: 0, dollars: 0 } };
    },
  };
}
