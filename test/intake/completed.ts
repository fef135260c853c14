// A payload of `workflow_run.completed`.
import type { CompletedRun } from '../../src/intake/completed-run.ts';

export const sha = 'a'.repeat(40);

export function completed(run: Partial<CompletedRun['workflow_run']> = {}): CompletedRun {
  return {
    installation: { id: 7 },
    repository: { id: 1, name: 'shop', owner: { login: 'acme' }, default_branch: 'main' },
    workflow_run: {
      id: 42,
      run_attempt: 2,
      name: 'CI',
      path: '.github/workflows/ci.yml@refs/heads/main',
      event: 'push',
      conclusion: 'failure',
      head_sha: sha,
      head_branch: 'main',
      head_repository: { id: 1 },
      head_commit: { message: 'Add a feature' },
      html_url: 'https://github.com/acme/shop/actions/runs/42',
      run_started_at: '2026-11-01T10:00:00Z',
      ...run,
    },
  };
}
