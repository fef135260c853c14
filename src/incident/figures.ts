// What the dashboard counts: how many incidents were opened, how they ended and what they cost.
import type { Entry } from './incident.ts';
import type { StopCode } from './stop.ts';

/** Which incidents a list shows; all that is given must hold. */
export interface Filter {
  /** `owner/name`, or one of the two; as GitHub spells them. */
  readonly repository?: string | undefined;
  readonly state?: Entry['state'] | undefined;
  readonly stop?: StopCode | undefined;
}

/** The incidents that were opened on one day and are in one state now, for one reason. */
export interface DayCount {
  /** In UTC: `2026-11-20`. */
  readonly day: string;
  readonly state: Entry['state'];
  /** Null unless stopped. */
  readonly stop: StopCode | null;
  readonly count: number;
  readonly dollars: number;
}

/** From opening to the pull request, waits included. */
export interface RepairTime {
  /** On which the incident was opened, in UTC. */
  readonly day: string;
  readonly seconds: number;
}

export interface Figures {
  readonly counts: readonly DayCount[];
  /** Of the newest proposals; bounded. */
  readonly repairTimes: readonly RepairTime[];
}
