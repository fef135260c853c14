// How long to wait when the world is busy, and when to stop waiting.

/** Seconds: doubling from a quarter of a minute to half an hour. */
const first = 15;
const longest = 30 * 60;
/** The sixteenth fault in a row ends it, after four and a half hours unless the other side asked for more. */
const most = 16;
/** Seconds: nobody is waited for longer than this at a time, whatever they ask for. */
const longestAsked = 24 * 3600;

export function afterFault(fault: {
  /** Faults in a row before this one. */
  faults: number;
  /** When the other side said to come back, if it said so. */
  retryAt: Date | undefined;
  now: Date;
}): { kind: 'wait'; at: Date } | { kind: 'give-up' } {
  if (fault.faults + 1 >= most) return { kind: 'give-up' };
  const own = Math.min(longest, first * 2 ** fault.faults);
  const now = fault.now.getTime();
  const asked = fault.retryAt ? (fault.retryAt.getTime() - now) / 1000 : 0;
  return { kind: 'wait', at: new Date(now + Math.max(own, Math.min(asked, longestAsked)) * 1000) };
}
