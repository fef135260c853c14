// What the made-up incidents of the measurements have in common: a job of one plain pytest step.
import type { Evidence, Failure } from '../incident/evidence.ts';
import type { Recipe } from '../incident/reproduction.ts';
import type { WorkflowRun } from '../incident/run.ts';

export const headSha = 'a'.repeat(40);

export function runOf(repo: string): WorkflowRun {
  return {
    installationId: 1,
    repositoryId: 1,
    owner: 'acme',
    repo,
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
    delivery: null,
  };
}

export function evidenceOf(
  failure: Failure,
  { digest, signature, lastGreen }: Pick<Evidence, 'digest' | 'signature' | 'lastGreen'>,
): Evidence {
  return {
    job: { id: 1, name: 'test', url: 'https://github.test/job', step: null },
    otherFailedJobs: [],
    logSource: 'archive',
    failures: [failure],
    commands: [],
    lastGreen,
    language: 'python',
    languageVersion: '3.11',
    digest,
    signature,
  };
}

export const recipe: Recipe = {
  language: 'python',
  image: 'python:3.11-slim',
  setup: [],
  test: { text: 'python -m pytest', shell: 'bash -e {0}', directory: '.', env: {} },
  history: { depth: 1, tags: false },
  services: [],
  notes: [],
};
