// What the runs of a verification show of the changed code: whether the tests run it, and what it reaches.
import type { Judged } from '../../../incident/incident.ts';
import type { Reached } from '../../../incident/reached.ts';
import type { NewCapability } from '../../../languages/contract/rules.ts';
import { reachedIn } from '../../../suite/reached.ts';
import type { EditedFile } from '../edit/edited.ts';
import { type Refused, refusedUnrun } from '../gates/verdict.ts';
import { reasons } from '../reasons.ts';
import { type Coverage, coverageOf, dependsOnChange } from './coverage.ts';
import { newlyReached, reachedText } from './newly-reached.ts';
import type { Verification } from './verification.ts';

export interface Shown {
  readonly refused: Refused | null;
  /** Of the regression test; null when it could not be measured. */
  readonly coverage: Coverage | null;
  readonly foreseen: readonly Reached[];
  readonly declared: readonly Reached[];
}

interface RunChange {
  readonly files: readonly EditedFile[];
  readonly diff: string;
  /** Texts of the failing tree, by path. */
  readonly before: ReadonlyMap<string, string>;
  readonly incident: Judged;
  /** What a person has to approve. */
  readonly capabilities: readonly NewCapability[];
}

export function shownByRuns(verification: Verification, { incident, ...change }: RunChange): Shown {
  const { spectrum, targetSpectrum } = verification;
  const coverage = spectrum && coverageOf(change, spectrum);
  const known = incident.reproduction.reached;
  const { unforeseen, ...told } = newlyReached(reachedBy(verification), { ...change, known });
  const isElsewhere = targetSpectrum !== null && dependsOnChange(change, targetSpectrum) === false;
  const elsewhere =
    coverage?.runsChangedFunction === false ? guardElsewhere(incident) : isElsewhere ? targetsElsewhere : null;
  return { refused: elsewhere ?? reachesFurther(unforeseen), coverage, ...told };
}

function guardElsewhere({ guard }: Judged): Refused {
  return refusedUnrun('guard-elsewhere', reasons.guardElsewhere(guard.testId));
}

const targetsElsewhere = refusedUnrun('targets-elsewhere', reasons.targetsElsewhere);
const mostPlaces = 5;

function reachesFurther(reached: readonly Reached[]): Refused | null {
  if (reached.length === 0) return null;
  return refusedUnrun('reaches-further', reasons.reachesFurther(reached.slice(0, mostPlaces).map(reachedText)));
}

function reachedBy({ guard, targets, suite, canary }: Verification): Reached[] {
  return reachedIn([...guard, ...targets, suite, canary].flatMap(run => run ?? []));
}
