// How long to wait when the world is busy, and when to stop waiting.

/** Seconds: doubling from a quarter of a minute to half an hour; sixteen faults in a row make about five hours. */
const first = 15;
const longest = 30 * 60;
const most = 16;

export function afterFault(fault: {
  /** Faults in a row before this one. */
  faults: number;
  /** When the other side said to come back, if it said so. */
  retryAt: Date | undefined;
  now: Date;
}): { kind: 'wait'; at: Date } | { kind: 'give-up' } {
  if (fault.faults + 1 >= most) return { kind: 'give-up' };
  const seconds = Math.min(longest, first * 2 ** fault.faults);
  const asked = fault.retryAt?.getTime() ?? 0;
  return { kind: 'wait', at: new Date(Math.max(asked, fault.now.getTime() + seconds * 1000)) };
}
