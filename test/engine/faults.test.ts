// How long the engine waits for a busy world, and when it stops waiting.
import { expect, test } from '@jest/globals';
import { afterFault } from '../../src/engine/faults.ts';
import { Overdue, Transient } from '../../src/ports.ts';

const now = new Date('2026-11-20T08:00:00Z');
const error = new Transient('busy');
const asking = (retryAt: Date) => new Transient('busy', { retryAt });

test.each([
  [0, 15],
  [1, 30],
  [6, 960],
  [7, 1800],
  [14, 1800],
])('after %i faults in a row the next look is %i seconds away', (faults, seconds) => {
  expect(afterFault({ faults, error, now })).toEqual({ kind: 'wait', at: inSeconds(seconds) });
});

test.each([
  ['later than our own time, is kept', 3600, 3600],
  ['sooner than our own time, changes nothing', 3, 15],
  ['in the past, changes nothing', -3600, 15],
  ['years away, is cut to a day', 1e9, 86_400],
])('a time to come back that is %s', (_, asked, seconds) => {
  expect(afterFault({ faults: 0, error: asking(inSeconds(asked)), now })).toEqual({
    kind: 'wait',
    at: inSeconds(seconds),
  });
});

test('the sixteenth fault in a row ends the waiting, whatever the other side says', () => {
  expect(afterFault({ faults: 15, error: asking(inSeconds(60)), now })).toEqual({ kind: 'give-up' });
});

test('work of our own that misses its deadline for the third time is given up, for it may never end', () => {
  const late = new Overdue('reading took longer than 600 s.');
  expect(afterFault({ faults: 1, error: late, now })).toEqual({ kind: 'wait', at: inSeconds(30) });
  expect(afterFault({ faults: 2, error: late, now })).toEqual({ kind: 'give-up' });
});

test('all the waiting together is about four and a half hours', () => {
  let seconds = 0;
  for (let faults = 0; ; faults += 1) {
    const decision = afterFault({ faults, error, now });
    if (decision.kind === 'give-up') break;
    seconds += (decision.at.getTime() - now.getTime()) / 1000;
  }
  expect(seconds / 3600).toBeCloseTo(4.5, 1);
});

function inSeconds(seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
