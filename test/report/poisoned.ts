// A published incident whose every text is the same one, and what of Markdown GitHub looks at.
import type { Published } from '../../src/incident/incident.ts';
import { sampleEntries, sampleRun } from '../contracts/store-entries.ts';

/** Markdown without what stands in its code, where nothing is looked for by GitHub. */
export function outsideFences(markdown: string): string {
  return markdown.replace(/^(`{3,}).*\n[\s\S]*?\n\1$/gm, '').replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '');
}

/** Every free text of a published incident is this one. */
export function poisoned(text: string): Published {
  const { incident } = sampleEntries(sampleRun({ workflowName: text, headBranch: text })).published;
  const { evidence, diagnosis, reproduction, guard, patch } = incident;
  const failures = Array.from({ length: 60 }, () => evidence.failures)
    .flat()
    .map(failure => ({ ...failure, testId: text, message: text, errorType: text, file: text }));
  const job = { ...evidence.job, name: text, step: { name: text, number: 4 } };
  const checks = diagnosis.checks.map(({ holds }) => ({ claim: text, holds }));
  const recipe = { ...reproduction.recipe, image: text, notes: [text, text] };
  const test = { ...reproduction.recipe.test, text };
  const attempts = incident.attempts.map(attempt => ({ ...attempt, idea: text, diff: text, verdict: refused(text) }));
  return {
    ...incident,
    evidence: { ...evidence, failures, job, otherFailedJobs: [text], digest: text },
    diagnosis: { ...diagnosis, checks, errorType: text, cause: text, file: text },
    reproduction: { ...reproduction, targets: failures, output: text, recipe: { ...recipe, test } },
    guard: { ...guard, path: text, source: text, replaced: text, spare: { ...guard, source: text }, output: text },
    attempts,
    patch: {
      ...patch,
      idea: text,
      diff: text,
      leftOut: text,
      proof: { ...patch.proof, rows: [{ what: text, command: text, before: text, after: text }], doubts: [text] },
    },
  };
}

function refused(text: string) {
  return { kind: 'refused', gate: 'guard-red', reason: text, output: text } as const;
}
