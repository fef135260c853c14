// What everything depends on, looked at once when normal work begins: one line in the log each, with what to do.
import type { Finding } from './effects.ts';

interface Log {
  info(fields: object, words: string): void;
  error(fields: object, words: string): void;
}

/** Neither holds up the start nor ends it: what is missing may come, and incidents wait until then. */
export async function reportChecks(checks: Readonly<Record<string, Promise<Finding>>>, log: Log): Promise<void> {
  const reports = Object.entries(checks).map(async ([name, check]) => {
    const { isGood, words } = await check;
    if (isGood) log.info({ check: name }, `${name}: ${words}`);
    else log.error({ check: name }, `${name}: ${words}`);
  });
  await Promise.all(reports);
}
