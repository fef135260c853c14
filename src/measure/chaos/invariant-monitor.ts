// Polls the database from outside: reports each change as a failpoint and checks that nothing ever goes backwards.
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { connect } from '../../adapters/prisma/sqlite.ts';
import { Ledger } from '../../incident/ledger.ts';

export interface InvariantMonitor {
  /** What went backwards; empty while every invariant holds. */
  readonly violations: readonly string[];
  /** Whether a kill now would leave some stage cut off as often as ends its incident. */
  isKillTooMany(): boolean;
  stop(): Promise<void>;
}

const everyMs = 15;

const Row = z.object({
  id: z.string(),
  version: z.number(),
  reportedVersion: z.number(),
  ledger: z.string().transform(figures),
  attempts: z.number(),
  cutOff: z.number(),
  journal: z.string(),
  last: z.string(),
});
type Row = z.infer<typeof Row>;

/** What only ever grows. */
function figures(ledger: string): Record<string, number> {
  const { exchanges, ...spent } = Ledger.parse(JSON.parse(ledger));
  return { ...spent, exchanges: exchanges.length };
}

const query = `
  SELECT id, version, reportedVersion, ledger,
    (SELECT count(*) FROM Attempt WHERE incidentId = Incident.id) AS attempts,
    coalesce((SELECT group_concat(stage || ' ' || result, ', ') FROM
      (SELECT stage, result FROM Step WHERE incidentId = Incident.id AND result <> 'started' ORDER BY id)), '') AS journal,
    coalesce((SELECT stage || ' ' || result FROM Step WHERE incidentId = Incident.id AND result <> 'started'
      ORDER BY id DESC LIMIT 1), '') AS last,
    (SELECT count(*) FROM Step WHERE incidentId = Incident.id AND result = 'started'
      AND detail IS NOT Incident.leaseOwner) AS cutOff
  FROM Incident`;

/** `onChange` is called once for each change. */
export async function startInvariantMonitor(
  file: string,
  onChange: (failpoint: string) => void,
): Promise<InvariantMonitor> {
  const database = await connect(file);
  const known = new Map<string, Row>();
  const violations: string[] = [];
  let isStopped = false;
  const look = async () => {
    const { rows } = await database.execute(query);
    for (const row of rows.map(each => Row.parse({ ...each }))) {
      const before = known.get(row.id);
      known.set(row.id, row);
      violations.push(...backwards(before, row));
      for (const failpoint of changes(before, row)) onChange(failpoint);
    }
  };
  const watching = (async () => {
    while (!isStopped) {
      // Briefly locked while another process opens it: retried.
      await look().catch(error => {
        if (!String(error).includes('SQLITE_BUSY')) violations.push(String(error));
      });
      await wait(everyMs);
    }
  })();
  return {
    violations,
    // Two kills in one stage are survived; the third would end the incident, as it should.
    isKillTooMany: () => [...known.values()].some(({ cutOff }) => cutOff >= 2),
    async stop() {
      isStopped = true;
      await watching;
      database.close();
    },
  };
}

function changes(before: Row | undefined, now: Row): string[] {
  if (!before) return ['incident opened'];
  return [
    ...(now.version > before.version ? [`journal: ${now.last}`] : []),
    ...(now.reportedVersion > before.reportedVersion ? ['report recorded'] : []),
  ];
}

function backwards(before: Row | undefined, now: Row): string[] {
  if (!before) return [];
  const ledger = Object.entries(before.ledger).map(([name, spent]) => [`ledger ${name}`, spent, now.ledger[name] ?? 0]);
  const counts = [['version', before.version, now.version], ['attempts', before.attempts, now.attempts], ...ledger] as [
    string,
    number,
    number,
  ][];
  return [
    ...counts
      .filter(([, was, is]) => is < was)
      .map(([name, was, is]) => `${now.id}: ${name} fell from ${was} to ${is}`),
    ...(now.journal.startsWith(before.journal) ? [] : [`${now.id}: the journal was changed from ${before.journal}`]),
  ];
}
