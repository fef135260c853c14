// What a run teaches about hangs: which tests, and where, so that the same tree costs a whole time limit only once.

import type { KnownHangs } from '../incident/command.ts';
import type { Failure } from '../incident/evidence.ts';
import type { TimedRun } from './suite-run.ts';

/** In seconds. No test that ends by itself is near: it is as long as ten of the slowest, and starting takes no more. */
const shortest = 3;
const timesSlower = 10;

/**
 * The tests that hung for their whole limit in this run. Undefined when none did: then later runs learn nothing. Only for runs of the
 * same tree: in a repaired one a test may be slow and pass, so it has its whole limit.
 */
export function hangsOf({ void: isVoid, failures, slowest }: TimedRun): KnownHangs | undefined {
  if (isVoid !== null) return undefined;
  const places = new Map<string, Place[][]>();
  for (const failure of failures) {
    const place = placeOf(failure);
    if (failure.errorType !== 'Timeout' || place.length === 0) continue;
    places.set(failure.testId, [...(places.get(failure.testId) ?? []), place]);
  }
  if (places.size === 0) return undefined;
  return { seconds: Math.max(shortest, timesSlower * slowest), places: Object.fromEntries(places) };
}

type Place = readonly [string, number, string | null];

function placeOf({ frames }: Failure): Place[] {
  return frames.flatMap(({ file, line, function: name, inRepository }) => (inRepository ? [[file, line, name]] : []));
}
