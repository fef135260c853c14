// Reads a run's logs as the stage `collect` does, through the real adapter, in a process of its own whose memory can be
// measured. On the message "go" it does so once and reports how long it took and the peak memory of the process.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProbotOctokit } from 'probot';
import { openMirrors } from '../../../adapters/git/mirrors.ts';
import { githubRepository } from '../../../adapters/github/repository.ts';
import { secretMasker } from '../../../adapters/secrets/mask.ts';
import type { Configured } from '../../../incident/incident.ts';
import { emptyLedger } from '../../../incident/ledger.ts';
import { incidentId } from '../../../incident/names.ts';
import type { WorkflowRun } from '../../../incident/run.ts';
import { collect } from '../../../stages/collect/collect.ts';

export interface DistilRun {
  readonly ms: number;
  /** Megabytes of resident memory, at most, since the process began. */
  readonly peak: number;
  readonly failures: number;
  readonly digest: number;
}

const [, , baseUrl = ''] = process.argv;
const run: WorkflowRun = {
  installationId: 1,
  repositoryId: 1,
  owner: 'acme',
  repo: 'shop',
  runId: 1,
  attempt: 1,
  workflowName: 'CI',
  workflowPath: '.github/workflows/ci.yml',
  event: 'push',
  headSha: '0'.repeat(40),
  headBranch: 'main',
  defaultBranch: 'main',
  url: 'https://github.test/run',
  startedAt: '2026-11-01T10:00:00Z',
  delivery: null,
};
const incident: Configured = {
  id: incidentId(run),
  run,
  limits: { attempts: 3, dollars: 1 },
  ledger: emptyLedger,
  attempts: [],
  settings: { enabled: true },
};
const octokit = new ProbotOctokit({ baseUrl, throttle: { enabled: false }, retry: { enabled: false } });
const directory = join(tmpdir(), `nightwatch-bench-${process.pid}`);
const mirrors = openMirrors({ directory, processIdentity: 'bench' });
const mask = secretMasker({ known: ['a private key that is in no log', 'a secret that is in no log'] });
const repository = githubRepository({ octokit, run, mask }, mirrors);
const unused = () => Promise.reject(new Error('collect asks for nothing but the repository'));

process.on('message', async () => {
  const startedAt = performance.now();
  const outcome = await collect(incident, {
    repository,
    model: { ask: unused },
    sandbox: { prepare: unused, open: unused },
    clock: { now: () => new Date() },
  });
  const ms = performance.now() - startedAt;
  if (outcome.kind !== 'next') throw new Error(`collect ended in ${JSON.stringify(outcome)}`);
  const { failures, digest } = outcome.incident.evidence;
  const distilled: DistilRun = {
    ms,
    peak: process.resourceUsage().maxRSS / 1024,
    failures: failures.length,
    digest: digest.length,
  };
  process.send?.(distilled);
});
process.on('disconnect', () => rm(directory, { recursive: true, force: true }).then(() => process.exit()));
