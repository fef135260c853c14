// An incident that kills or stalls its process, by a text that no reader copes with or by all the memory there is, must not do so
// for ever: its starts that never ended are counted, and after the third it ends.
import type { Stop } from '../incident/stop.ts';
import { line } from '../line.ts';
import type { Claim } from '../store.ts';
import { isActive } from './next-entry.ts';

const most = 3;

/** What ends the incident instead of a fourth start; null while it may be started. */
export function maybeCutOff(claim: Claim): Stop | null {
  if (claim.cutOff < most) return null;
  const detail = `Nightwatch was killed or stalled ${most} times in the stage ${stageOf(claim)}.`;
  return { code: 'cut-off', detail };
}

/** The stage that works on a claim; `report` where only a report is left to show. */
export function stageOf({ entry }: Claim): string {
  return isActive(entry) ? line[entry.state].stage.name : 'report';
}
