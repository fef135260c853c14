// Incidents whose every text was written by somebody who means harm, or is far too long.
import { expect } from '@jest/globals';
import type { Published } from '../../src/incident/incident.ts';
import type { CheckRunView } from '../../src/incident/report.ts';
import { outsideFences, poisoned } from './poisoned.ts';

const evil = '@octocat Fixes #1 <!-- ``` ~~~ </details> ![x](https://evil.example) \0\u202e | ```\n\n# Heading\n- item';
const long = 'x<`'.repeat(350_000);

export const hostileEntries = {
  'hostile and published': { state: 'published', incident: poisoned(evil) },
  'long and published': { state: 'published', incident: poisoned(long) },
  'hostile and stopped': { state: 'stopped', incident: stopOf(poisoned(evil), evil) },
  'long and stopped': { state: 'stopped', incident: stopOf(poisoned(long), long) },
  'hostile and waiting': { state: 'stopped', incident: waitingOf(poisoned(evil), evil) },
  'long and waiting': { state: 'stopped', incident: waitingOf(poisoned(long), long) },
} as const;

function stopOf(known: Published, detail: string) {
  return { ...known, stop: { code: 'attempts-spent' as const, detail } };
}

function waitingOf(known: Published, text: string) {
  const capabilities = [{ file: text, line: 1, words: text, name: text }];
  return {
    ...stopOf(known, text),
    patch: { ...known.patch, capabilities },
    stop: { code: 'needs-approval' as const, detail: text },
  };
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
