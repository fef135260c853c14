import { describe, expect, test } from '@jest/globals';
import { triage } from '../../src/intake/triage.ts';
import { completed, sha } from './completed.ts';

describe('triage', () => {
  test('a failed run is watched, with everything the line needs', () => {
    expect(triage(completed(), 'a1')).toEqual({
      kind: 'watch',
      run: {
        installationId: 7,
        repositoryId: 1,
        owner: 'acme',
        repo: 'shop',
        runId: 42,
        attempt: 2,
        workflowName: 'CI',
        workflowPath: '.github/workflows/ci.yml',
        event: 'push',
        headSha: sha,
        headBranch: 'main',
        defaultBranch: 'main',
        url: 'https://github.com/acme/shop/actions/runs/42',
        startedAt: '2026-11-01T10:00:00Z',
        delivery: 'a1',
      },
    });
  });

  test('a run that timed out is watched', () => {
    expect(triage(completed({ conclusion: 'timed_out' }), 'a1').kind).toBe('watch');
  });

  test.each([
    ['success', { conclusion: 'success' }, 'its conclusion is success'],
    ['cancelled', { conclusion: 'cancelled' }, 'its conclusion is cancelled'],
    ['no conclusion', { conclusion: null }, 'its conclusion is missing'],
    ['a fork', { head_repository: { id: 2 } }, 'it is from a fork'],
    [
      'a fork’s branch of the default name',
      { head_repository: { id: 2 }, head_branch: 'main', event: 'push' },
      'it is from a fork',
    ],
    ['a fork’s pull request', { head_repository: { id: 2 }, event: 'pull_request' }, 'it is from a fork'],
    ['a fork’s, with rights here', { head_repository: { id: 2 }, event: 'pull_request_target' }, 'it is from a fork'],
    ['a deleted fork', { head_repository: null }, 'it is from a fork'],
    ['no branch', { head_branch: null }, 'it has no branch'],
    [
      'a squashed commit of ours',
      { head_commit: { message: 'Fix (#3)\n\nNightwatch-Incident: 41-1\n' } },
      'the commit is our own',
    ],
    [
      'a merge of our branch',
      { head_commit: { message: 'Merge pull request #3 from acme/nightwatch/fix-41-1' } },
      'the commit is our own',
    ],
  ])('a run is ignored: %s', (_, run, why) => {
    expect(triage(completed(run), 'a1')).toEqual({ kind: 'ignore', why });
  });

  test('without an installation a run is ignored', () => {
    const { installation: _, ...event } = completed();
    expect(triage(event, 'a1')).toEqual({ kind: 'ignore', why: 'it belongs to no installation of the App' });
  });

  test.each(['success', 'failure'])(
    'a run of our own branch that ends with %s is recorded on its incident',
    conclusion => {
      expect(triage(completed({ head_branch: 'nightwatch/fix-41-1', conclusion }), 'a1')).toEqual({
        kind: 'ours',
        incident: '41-1',
        run: { conclusion, url: 'https://github.com/acme/shop/actions/runs/42', headSha: sha },
      });
    },
  );
});
