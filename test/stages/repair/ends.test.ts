// When there is no further attempt at a repair: decided before anything is fetched, asked or run.
import { expect, test } from '@jest/globals';
import type { Attempt, Gate } from '../../../src/incident/patch.ts';
import { repair } from '../../../src/stages/repair/repair.ts';
import { sampleEntries, sampleRun } from '../../contracts/store-entries.ts';
import { closedSandbox, play } from './fixtures.ts';

const { incident } = sampleEntries(sampleRun()).guarded;

function attemptsAt(...gates: Gate[]): Attempt[] {
  const [sample] = incident.attempts;
  if (!sample) throw new Error('The sample has no attempt.');
  return gates.map((gate, index) => ({
    ...sample,
    number: index + 1,
    verdict: { kind: 'refused', gate, reason: `Refused by ${gate}.`, output: '' },
  }));
}

/** The commit is gone: an attempt that begins stops with `source-gone`. */
async function endAfter(...gates: Gate[]) {
  const limits = { ...incident.limits, attempts: 3 };
  return await repair({ ...incident, limits, attempts: attemptsAt(...gates) }, play(null, closedSandbox, []).ports);
}

test.each<[Gate[]]>([
  [[]],
  [['guard-red', 'newly-failing']],
  [['cannot-fix', 'guard-red']],
  [['only-guard-red']],
  [['guard-red', 'only-guard-red']],
])('after %j there is another attempt', async gates => {
  expect(await endAfter(...gates)).toMatchObject({ code: 'source-gone' });
});

test.each<[Gate[], string, string]>([
  [
    ['guard-red', 'too-large', 'newly-failing'],
    'attempts-spent',
    '3 of 3 attempts failed. The last one: Refused by newly-failing.',
  ],
  [['guard-red', 'cannot-fix'], 'cannot-fix', 'Refused by cannot-fix.'],
  [['only-guard-red', 'only-guard-red'], 'attempts-spent', '2 of 3 attempts failed, and another would not help.'],
])('after %j there is none: %s', async (gates, code, detail) => {
  expect(await endAfter(...gates)).toMatchObject({ kind: 'stop', code, detail: expect.stringContaining(detail) });
});
