// Reads what the test runner's hook told of the code that ran: JSON lines, one for each line of code and thing it reached.
import { Reached } from '../incident/reached.ts';
import type { SuiteRun } from './suite-run.ts';

/** More than any code that is written by hand reaches. */
const most = 500;

/** Each once. */
export function readReached(text: string | null): Reached[] {
  return eachOnce((text ?? '').split('\n').flatMap(lineOf));
}

export function reachedIn(runs: readonly Pick<SuiteRun, 'reached'>[]): Reached[] {
  return eachOnce(runs.flatMap(({ reached }) => reached ?? []));
}

function eachOnce(all: readonly Reached[]): Reached[] {
  return [...new Map(all.map(one => [JSON.stringify(one), one])).values()].slice(0, most);
}

function lineOf(raw: string): Reached[] {
  if (raw === '') return [];
  try {
    return [Reached.safeParse(JSON.parse(raw)).data ?? []].flat();
  } catch {
    return []; // A partial line, or one that a test wrote.
  }
}
