// Incidents whose every text was written by somebody who means harm, or is far too long.
import { expect } from '@jest/globals';
import type { Published } from '../../src/incident/incident.ts';
import type { CheckRunView } from '../../src/incident/report.ts';
import { sampleEntries, sampleRun } from '../contracts/store-entries.ts';

const evil = '@octocat Fixes #1 <!-- ``` ~~~ </details> ![x](https://evil.example) \0\u202e | ```\n\n# Heading\n- item';
const long = 'x<`'.repeat(350_000);

export const hostileEntries = {
  'hostile and published': { state: 'published', incident: poisoned(evil) },
  'long and published': { state: 'published', incident: poisoned(long) },
  'hostile and stopped': { state: 'stopped', incident: stopOf(poisoned(evil), evil) },
  'long and stopped': { state: 'stopped', incident: stopOf(poisoned(long), long) },
} as const;

function stopOf(known: Published, detail: string) {
  return { ...known, stop: { code: 'attempts-spent' as const, detail } };
}

/** GitHub's limits for check runs, and nothing in it that anybody could have planted. */
export function expectTakenByGitHub({ title, summary, text, annotations }: CheckRunView): void {
  expect(title.length).toBeLessThanOrEqual(255);
  for (const each of [summary, text]) {
    expect(each.length).toBeLessThan(65_535);
    expect(each).not.toContain('\0');
    expect(outsideFences(each)).not.toMatch(/@octocat|#1\b|(?<!\\)<!--|(?<!\\)!\[x\]|\/\/evil/);
  }
  expect(annotations.length).toBeLessThanOrEqual(50);
  for (const each of annotations) {
    expect(each.title.length).toBeLessThanOrEqual(255);
    expect(each.message.length).toBeLessThanOrEqual(65_535);
    expect(each.message).toMatch(/\S/);
    expect(each.path).toMatch(/\S/);
  }
}

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
