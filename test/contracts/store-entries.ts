// Sample runs, and an entry for every state of the line, for tests of whatever keeps or shows incidents.
import { Diagnosis } from '../../src/incident/diagnosis.ts';
import { Evidence, Failure } from '../../src/incident/evidence.ts';
import { Guard } from '../../src/incident/guard.ts';
import type {
  Configured,
  Diagnosed,
  Entry,
  Guarded,
  Published,
  Queued,
  Repaired,
  Reproduced,
} from '../../src/incident/incident.ts';
import type { StepRecord } from '../../src/incident/journal.ts';
import { emptyLedger, withRequest } from '../../src/incident/ledger.ts';
import { incidentId } from '../../src/incident/names.ts';
import { Attempt, Patch } from '../../src/incident/patch.ts';
import { Proposal } from '../../src/incident/proposal.ts';
import { Reproduction } from '../../src/incident/reproduction.ts';
import { Limits, WorkflowRun } from '../../src/incident/run.ts';
import type { StopCode } from '../../src/incident/stop.ts';

export const limits = Limits.parse({ attempts: 3, dollars: 2.5 });

/** Real run ids are beyond 32 bits. */
export function sampleRun(changes: Partial<WorkflowRun> = {}): WorkflowRun {
  return WorkflowRun.parse({
    installationId: 4711,
    repositoryId: 1_296_269,
    owner: 'octo',
    repo: 'mail',
    runId: 17_000_000_001,
    attempt: 1,
    workflowName: 'CI',
    workflowPath: '.github/workflows/ci.yml',
    event: 'push',
    headSha: 'a'.repeat(40),
    headBranch: 'main',
    defaultBranch: 'main',
    url: 'https://github.com/octo/mail/actions/runs/17000000001',
    startedAt: '2026-11-20T08:00:00+01:00',
    ...changes,
  });
}

const failure = Failure.parse({
  testId: 'tests/test_user_service.py::test_unknown_user',
  phase: 'call',
  errorType: 'TypeError',
  message: "'NoneType' object is not subscriptable",
  file: 'user_service.py',
  line: 12,
  frames: [{ file: 'user_service.py', line: 12, function: 'send_notification', inRepository: true }],
});

export const evidence = Evidence.parse({
  job: {
    id: 1,
    name: 'test',
    url: 'https://github.com/octo/mail/actions/runs/1/job/1',
    step: { name: 'Run pytest', number: 4 },
  },
  otherFailedJobs: ['lint'],
  logSource: 'archive',
  failures: [failure],
  commands: [{ script: 'pytest', shell: '/usr/bin/bash -e {0}', env: {}, exitCode: 1 }],
  lastGreen: null,
  language: 'python',
  languageVersion: '3.11',
  digest: "E   TypeError: 'NoneType' object is not subscriptable",
  signature: 'f00dfeed',
});

export const diagnosis = Diagnosis.parse({
  class: 'code',
  errorType: 'TypeError',
  file: 'user_service.py',
  line: 12,
  cause: 'send_notification() subscripts the user without checking that there is one.',
  confidence: 0.9,
  checks: [
    { claim: 'names a file that exists at this commit', holds: true },
    { claim: 'names a line of the trace', holds: false },
  ],
});

const script = { text: 'pytest', shell: 'bash -e', directory: '.', env: {} };

export const reproduction = Reproduction.parse({
  recipe: {
    language: 'python',
    image: 'python:3.11-slim',
    setup: [script],
    test: script,
    notes: ['caching was skipped'],
  },
  environment: { image: 'nightwatch-env:1', digest: 'sha256:beef', workDirectory: '/home/runner/work/mail/mail' },
  tree: 'b'.repeat(40),
  targets: [failure],
  executed: [{ file: 'shop/mail.py', function: 'address', line: 10, score: 0.5 }],
  reached: [{ kind: 'executes', what: 'git', file: 'shop/mail.py', line: 3 }],
  baseline: { passing: ['t::a'], failing: [failure.testId], flaky: [], skipped: [], runs: 2, seconds: 3.5 },
  output: '1 failed, 1 passed',
});

export const guard = Guard.parse({
  path: 'tests/test_nightwatch_unknown_user.py',
  source: "def test_unknown_user():\n    assert send_notification('nobody') is False\n",
  testId: 'tests/test_nightwatch_unknown_user.py::test_unknown_user',
  command: 'pytest tests/test_nightwatch_unknown_user.py',
  failure,
  redRuns: 2,
  output: '1 failed\0',
});

export const refusedAttempt = Attempt.parse({
  number: 1,
  idea: 'Return early.',
  diff: '-    name = user["name"]\n+    return None\n',
  fingerprint: 'abc',
  verdict: { kind: 'refused', gate: 'guard-red', reason: 'The regression test still fails.', output: '1 failed' },
  startedAt: '2026-11-20T08:05:00Z',
  seconds: 21.5,
});

export const provenAttempt = Attempt.parse({
  ...refusedAttempt,
  number: 2,
  idea: 'Answer False for an unknown user.',
  diff: '+    if user is None:\n+        return False\n',
  verdict: { kind: 'proven' },
});

export const patch = Patch.parse({
  attempt: 2,
  idea: provenAttempt.idea,
  changes: [{ path: 'user_service.py', content: 'text with $& and a NUL \0', executable: false }],
  diff: provenAttempt.diff,
  proof: {
    imageDigest: 'sha256:beef',
    treeBefore: 'b'.repeat(40),
    treeAfter: 'c'.repeat(40),
    rows: [{ what: 'the regression test', command: guard.command, before: '1 failed', after: '1 passed' }],
  },
});

export const proposal = Proposal.parse({
  number: 7,
  url: 'https://github.com/octo/mail/pull/7',
  branch: 'nightwatch/fix-17000000001-1',
  commit: 'd'.repeat(40),
  tree: 'c'.repeat(40),
});

export type EntryOf<State extends Entry['state']> = Extract<Entry, { state: State }>;

/** The entry of a run in every state. */
export function sampleEntries(run: WorkflowRun): { [State in Entry['state']]: EntryOf<State> } {
  const ledger = withRequest(emptyLedger, { inputTokens: 900, outputTokens: 120, seconds: 2, dollars: 0.0123 });
  const queued: Queued = { id: incidentId(run), run, limits, ledger: emptyLedger, attempts: [] };
  const configured: Configured = { ...queued, settings: { enabled: true } };
  const collected = { ...configured, evidence };
  const diagnosed: Diagnosed = { ...collected, ledger, diagnosis };
  const reproduced: Reproduced = { ...diagnosed, reproduction };
  const guarded: Guarded = { ...reproduced, guard, attempts: [refusedAttempt] };
  const repaired: Repaired = { ...guarded, attempts: [refusedAttempt, provenAttempt], patch };
  const published: Published = { ...repaired, proposal };
  return {
    queued: { state: 'queued', incident: queued },
    configured: { state: 'configured', incident: configured },
    collected: { state: 'collected', incident: collected },
    diagnosed: { state: 'diagnosed', incident: diagnosed },
    reproduced: { state: 'reproduced', incident: reproduced },
    guarded: { state: 'guarded', incident: guarded },
    repaired: { state: 'repaired', incident: repaired },
    published: { state: 'published', incident: published },
    stopped: stopped(collected),
  };
}

/** An incident that ended early with whatever was known. */
export function stopped(known: Queued, code: StopCode = 'flaky'): EntryOf<'stopped'> {
  return { state: 'stopped', incident: { ...known, stop: { code, detail: 'It failed 1 of 3 times.' } } };
}

export function sampleStep(changes: Partial<StepRecord> = {}): StepRecord {
  const startedAt = new Date('2026-11-20T08:01:00.250Z');
  return { stage: 'collect', startedAt, seconds: 1.5, result: 'next', detail: '', ...changes };
}
