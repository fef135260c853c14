// Reads the hook's report (JSON lines) into a run. Pure.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../incident/evidence.ts';
import type { Runner } from '../languages/contract/runner.ts';
import type { Finished } from '../ports.ts';
import type { Session } from './session.ts';
import type { TestOutcome, TimedRun } from './suite-run.ts';
import { mistrust } from './trust.ts';

const Line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), session: z.string() }),
  /** Not sealed: it only says where the report of a crash breaks off. */
  z.object({ kind: z.literal('start'), session: z.string(), id: z.string().min(1) }),
  z.object({ kind: z.literal('collected'), session: z.string(), ids: z.array(z.string()) }),
  z.object({
    kind: z.literal('result'),
    session: z.string(),
    id: z.string().min(1),
    outcome: z.enum(['passed', 'failed', 'error', 'skipped', 'xfailed', 'xpassed']),
    phase: Failure.shape.phase,
    failure: Failure.omit({ testId: true, phase: true }).nullable(),
  }),
  z.object({
    kind: z.literal('end'),
    session: z.string(),
    status: z.number().int(),
    slowest: z.number(),
    seal: z.string(),
  }),
]);
type Line = z.infer<typeof Line>;

export interface Report {
  /** Null when there is no readable report. */
  readonly text: string | null;
  /** That were handed to sessions, a line for each. */
  readonly keys: string | null;
  readonly runner: Runner;
}

/** The run as reported. */
export function readReport(command: string, report: Report, finished: Finished): TimedRun {
  const keys = keysIn(report.keys);
  const reported = sessionsOf(report.text ?? '', keys);
  const sessions = finished.end === 'exited' ? reported.map(onlyCrash) : reported;
  const outcomes = new Map<string, TestOutcome>();
  for (const session of sessions) {
    for (const [id, outcome] of session.outcomes) outcomes.set(id, worse(outcomes.get(id), outcome));
  }
  const failures = sessions.flatMap(session => session.failures);
  const slowest = Math.max(0, ...sessions.map(session => session.slowest));
  const begun = keys.length;
  return {
    command,
    outcomes,
    failures,
    finished,
    void: mistrust({ sessions, begun }, finished, report.runner),
    slowest,
  };
}

/** The ids that a run listed that ran no test; null when it did not get through all of its command, so that more may be missing. */
export function readListed({ text, keys, runner }: Report, { end, exitCode }: Finished): ReadonlySet<string> | null {
  const handedOut = keysIn(keys);
  const sessions = sessionsOf(text ?? '', handedOut);
  const isWhole = sessions.length > 0 && sessions.length === handedOut.length;
  const hasEnded = ({ sealed, status }: Session) => sealed && (status === 0 || status === runner.statuses.noTests);
  if (end !== 'exited' || exitCode !== 0 || !isWhole || !sessions.every(hasEnded)) return null;
  return new Set(sessions.flatMap(session => session.collected));
}

function keysIn(keys: string | null): string[] {
  return (keys ?? '').split('\n').filter(key => key !== '');
}

function sessionsOf(text: string, keys: readonly string[]): readonly Session[] {
  const bySession = new Map<string, { raw: string; line: Line }[]>();
  for (const raw of text.split('\n')) {
    const line = lineOf(raw);
    if (line === null) continue;
    const lines = bySession.get(line.session) ?? [];
    lines.push({ raw, line });
    bySession.set(line.session, lines);
  }
  const unused = [...keys];
  return [...bySession.values()].map(lines => sessionOf(lines, unused));
}

/** Lines that are not ours are skipped: if they broke anything, the seal does not match. */
function lineOf(raw: string): Line | null {
  if (!raw.startsWith('{') || !raw.endsWith('}')) return null;
  try {
    return Line.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null; // A partial line: the process was killed while writing, or a test wrote to the file.
  }
}

/** Takes the session's key out of those that no session before it has used. */
function sessionOf(lines: readonly { raw: string; line: Line }[], keys: string[]): Session {
  const said: string[] = [];
  const collected: string[] = [];
  const outcomes = new Map<string, TestOutcome>();
  const failures: Failure[] = [];
  let end: Extract<Line, { kind: 'end' }> | null = null;
  for (const { raw, line } of lines.filter(isSealed)) {
    if (line.kind === 'end') {
      end = line;
      break;
    }
    said.push(raw);
    if (line.kind === 'collected') collected.push(...line.ids);
    if (line.kind !== 'result') continue;
    outcomes.set(line.id, worse(outcomes.get(line.id), line.outcome));
    if (line.failure) failures.push({ testId: line.id, phase: line.phase, ...line.failure });
  }
  const closesLast = end !== null && lines.at(-1)?.line === end;
  const key = closesLast ? keys.findIndex(each => sealOf(said, each) === end?.seal) : -1;
  if (key >= 0) keys.splice(key, 1);
  return {
    collected,
    outcomes,
    failures,
    crashed: crashedTest(lines),
    status: end?.status ?? null,
    slowest: end?.slowest ?? 0,
    sealed: key >= 0,
  };
}

function sealOf(lines: readonly string[], key: string): string {
  const seal = createHmac('sha256', key);
  for (const line of lines) seal.update(line);
  return seal.digest('hex');
}

function isSealed({ line }: { line: Line }): boolean {
  return line.kind !== 'start';
}

/** The test that was running when the report broke off. */
function crashedTest(lines: readonly { line: Line }[]): string | null {
  if (lines.some(({ line }) => line.kind === 'end')) return null;
  const started = lines.flatMap(({ line }) => (line.kind === 'start' ? [line.id] : [])).at(-1);
  const hasEnded = lines.some(({ line }) => line.kind === 'result' && line.id === started);
  return started === undefined || hasEnded ? null : started;
}

/** Of a report that broke off, nothing but the crash itself is evidence: no seal says that its other lines are the hook's. */
function onlyCrash(session: Session): Session {
  if (session.crashed === null) return session;
  const message = 'the test runner ended while this test ran';
  const place = { file: null, line: null, frames: [] };
  const failure: Failure = { testId: session.crashed, phase: 'call', errorType: 'Crash', message, ...place };
  return { ...session, outcomes: new Map([[session.crashed, 'failed']]), failures: [failure] };
}

const fromBestToWorst: readonly TestOutcome[] = ['skipped', 'passed', 'xfailed', 'xpassed', 'error', 'failed'];

/** A test reports once per phase, and a command may run it in several sessions: the worst outcome counts. */
function worse(known: TestOutcome | undefined, heard: TestOutcome): TestOutcome {
  if (known === undefined) return heard;
  return fromBestToWorst.indexOf(heard) > fromBestToWorst.indexOf(known) ? heard : known;
}
