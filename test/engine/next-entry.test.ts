// What an outcome makes of an entry, and what its stop says.
import { expect, test } from '@jest/globals';
import { nextEntry, progressOf } from '../../src/engine/next-entry.ts';
import { emptyLedger } from '../../src/incident/ledger.ts';
import { again, next, stop } from '../../src/incident/outcome.ts';
import { sampleEntries, sampleRun } from '../contracts/store-entries.ts';

const entries = sampleEntries(sampleRun());
const { guarded, reproduced, repaired } = entries;
const ledger = { ...emptyLedger, dollars: 0.25 };

test('a stage that goes on leads to the next state, with the facts that it added', () => {
  const entry = nextEntry(guarded, next(repaired.incident), ledger);
  expect(entry).toEqual({ state: 'repaired', incident: { ...repaired.incident, ledger } });
});

test('a stage that asks for another call stays in its state, with what it learned', () => {
  const attempts = [...guarded.incident.attempts, ...guarded.incident.attempts];
  const entry = nextEntry(guarded, again({ ...guarded.incident, attempts }), ledger);
  expect(entry).toEqual({ state: 'guarded', incident: { ...guarded.incident, attempts, ledger } });
});

test('a stop keeps the facts, those that the stage established before it, and what was spent', () => {
  const { diagnosis } = reproduced.incident;
  const entry = nextEntry(entries.collected, stop('not-code', 'A missing package.', { diagnosis }), ledger);
  const reason = { code: 'not-code', detail: 'A missing package.' };
  expect(entry).toEqual({
    state: 'stopped',
    incident: { ...entries.collected.incident, diagnosis, ledger, stop: reason },
  });
});

test('progress is told by the guard and the attempts', () => {
  expect(progressOf(reproduced)).toBe('before a regression test was found.');
  expect(progressOf(guarded)).toBe('after 1 of 3 attempts.');
});
