// The incident that a project's failing test opens, as it is when a regression test or a repair is asked for.
import type { Guarded, Reproduced } from '../../incident/incident.ts';
import { emptyLedger } from '../../incident/ledger.ts';
import { incidentId } from '../../incident/names.ts';
import type { Environment, Recipe } from '../../incident/reproduction.ts';
import type { WorkflowRun } from '../../incident/run.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import type { Project } from './case.ts';

export const headSha = 'a'.repeat(40);
export const greenSha = 'b'.repeat(40);

/** What the project runs in; without an engine it is only a name. */
export interface Setting {
  readonly tree: string;
  readonly environment: Environment;
  readonly knownGreen: boolean;
}

export function reproducedOf(
  { failure, passing, suspect }: Project,
  { tree, environment, knownGreen }: Setting,
): Reproduced {
  const output = `E   ${failure.errorType}: ${failure.message}\n`;
  return {
    id: incidentId(run),
    run,
    limits: { attempts: 3, dollars: 1 },
    ledger: emptyLedger,
    attempts: [],
    evidence: {
      job: { id: 1, name: 'test', url: 'https://github.test/job', step: null },
      otherFailedJobs: [],
      logSource: 'archive',
      failures: [failure],
      commands: [],
      lastGreen: knownGreen ? greenSha : null,
      language: 'python',
      languageVersion: '3.11',
      digest: output,
      signature: 'hostile',
    },
    diagnosis: {
      class: 'code',
      errorType: failure.errorType ?? 'AssertionError',
      file: failure.file ?? fileOfTest(failure.testId),
      line: failure.line ?? 1,
      cause: 'The result is wrong.',
      confidence: 0.9,
      checks: [],
    },
    reproduction: {
      recipe,
      environment,
      tree,
      targets: [failure],
      baseline: { passing: [...passing], failing: [failure.testId], flaky: [], skipped: [], runs: 2, seconds: 1 },
      executed: [{ ...suspect, score: 1 }],
      reached: [],
      output,
    },
  };
}

export function guardedOf(project: Project, setting: Setting): Guarded {
  const { path, test, source } = project.guard;
  const testId = `${path}::${test}`;
  const red = { source, testId, command: `python -m pytest ${path}`, failure: project.failure, redRuns: 3, output: '' };
  return { ...reproducedOf(project, setting), guard: { ...red, path, spare: null, replaced: null } };
}

export const noEnvironment: Environment = { image: 'none', digest: 'sha256:0', workDirectory: '/work' };

export const recipe: Recipe = {
  language: 'python',
  image: 'python:3.11-slim',
  setup: [],
  test: { text: 'python -m pytest', shell: 'bash -e {0}', directory: '.', env: {} },
  history: { depth: 1, tags: false },
  services: [],
  notes: [],
};

export const run: WorkflowRun = {
  installationId: 1,
  repositoryId: 1,
  owner: 'acme',
  repo: 'hostile',
  runId: 1,
  attempt: 1,
  workflowName: 'CI',
  workflowPath: '.github/workflows/ci.yml',
  event: 'push',
  headSha,
  headBranch: 'main',
  defaultBranch: 'main',
  url: 'https://github.test/run',
  startedAt: '2026-11-01T10:00:00Z',
};
