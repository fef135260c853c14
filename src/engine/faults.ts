// How long to back off after a transient fault, and when to give up.
import { Overdue, type Transient } from '../ports.ts';

/** In seconds: exponential backoff from a quarter of a minute to half an hour. */
const first = 15;
const longest = 30 * 60;
/** Gives up at the sixteenth fault in a row: after four and a half hours, or later if the server asked for longer waits. */
const most = 16;
/** Work of our own that missed its deadline keeps a thread busy for minutes each time, and may do so for ever. */
const mostOverdue = 3;
/** In seconds: the longest single wait, whatever the server asks for. */
const longestAsked = 24 * 3600;

export function afterFault(fault: {
  /** Faults in a row before this one. */
  faults: number;
  /** With the time at which the server asked us to retry, if it did. */
  error: Transient;
  now: Date;
}): { kind: 'wait'; at: Date } | { kind: 'give-up' } {
  if (fault.faults + 1 >= (fault.error instanceof Overdue ? mostOverdue : most)) return { kind: 'give-up' };
  const own = Math.min(longest, first * 2 ** fault.faults);
  const now = fault.now.getTime();
  const { retryAt } = fault.error;
  const asked = retryAt ? (retryAt.getTime() - now) / 1000 : 0;
  return { kind: 'wait', at: new Date(now + Math.max(own, Math.min(asked, longestAsked)) * 1000) };
}
