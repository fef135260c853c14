// The contract kit itself: what GitHub sends passes, and every wrong field is reported.

import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { expectGitHubAnswer, expectWebhookPayload } from './contract.ts';

const EXAMPLES = '@octokit/webhooks-examples/api.github.com/index.json';
const webhookExamples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)(
  EXAMPLES,
);

const BLOB = {
  url: 'https://api.github.com/repos/o/r/git/blobs/3a0f86fb8db8eea7ccbb9a95f325ddbedfb25e15',
  sha: '3a0f86f',
};
const LABEL = {
  id: 1,
  node_id: 'L',
  url: 'https://api.github.com/repos/o/r/labels/bug',
  name: 'bug',
  description: null,
  color: 'f00',
  default: false,
};
const NOT_FOUND = { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' };

describe('REST answers', () => {
  test('an answer with the published fields passes, whatever the placeholders are called', () => {
    expectGitHubAnswer('post', '/repos/{o}/{r}/git/blobs', 201, BLOB);
    expectGitHubAnswer('GET', '/repos/{owner}/{repo}/git/ref/{ref}', 200, {
      ref: 'refs/heads/main',
      node_id: 'MDM6UmVm',
      url: 'https://api.github.com/repos/o/r/git/refs/heads/main',
      object: { type: 'commit', sha: 'a'.repeat(40), url: 'https://api.github.com/repos/o/r/git/commits/a' },
    });
  });

  test('a missing field, a wrong type and a wrong format are all reported at once', () => {
    expect(() => expectGitHubAnswer('POST', '/repos/{o}/{r}/git/blobs', 201, { url: 7 })).toThrow(
      /POST .* 201 is not .*\n {2}\/ must have required property 'sha'\n {2}\/url must be string/,
    );
    expect(() => expectGitHubAnswer('POST', '/repos/{o}/{r}/labels', 201, { ...LABEL, url: 'here' })).toThrow(
      /\/url must match format "uri"/,
    );
  });

  test('null passes only where GitHub may send it', () => {
    const answer = (name: string | null) =>
      expectGitHubAnswer('GET', '/repos/{o}/{r}/labels', 200, [{ ...LABEL, name }]);
    answer('bug');
    expect(() => answer(null)).toThrow('/0/name must be string');
  });

  test('an error has GitHub’s error form, also where the description does not list its status', () => {
    expectGitHubAnswer('GET', '/repos/{o}/{r}', 404, NOT_FOUND);
    expectGitHubAnswer('POST', '/repos/{o}/{r}/check-runs', 404, NOT_FOUND);
    expect(() => expectGitHubAnswer('GET', '/repos/{o}/{r}', 404, { error: 'gone' })).toThrow(/property 'message'/);
    expect(() => expectGitHubAnswer('GET', '/repos/{o}/{r}', 502, undefined)).toThrow(/must be object/);
    expect(() =>
      expectGitHubAnswer('POST', '/repos/{o}/{r}/git/refs', 422, { ...NOT_FOUND, errors: [{ field: 'ref' }] }),
    ).toThrow("/errors/0 must have required property 'code'");
  });

  test('a redirect has no body', () => {
    expectGitHubAnswer('GET', '/repos/{o}/{r}/actions/runs/{id}/logs', 302, undefined);
    expect(() => expectGitHubAnswer('GET', '/repos/{o}/{r}/actions/runs/{id}/logs', 302, {})).toThrow(/sends no body/);
  });

  test('a status or a route that GitHub does not have is refused', () => {
    expect(() => expectGitHubAnswer('POST', '/repos/{o}/{r}/git/blobs', 200, BLOB)).toThrow(/never answers with that/);
    expect(() => expectGitHubAnswer('PUT', '/repos/{o}/{r}/git/blobs', 200, BLOB)).toThrow(/not among the routes/);
  });
});

describe('webhook payloads', () => {
  // Recorded payloads older than the schemas lack newer fields; of each of these kinds at least one is up to date.
  test.each([
    'workflow_run.completed',
    'check_run.requested_action',
    'push',
    'pull_request.opened',
    'issues.opened',
    'installation.created',
  ])('a recorded %s passes', name => {
    const [event = '', action] = name.split('.');
    const problems = recorded(event, action).map(payload => problem(() => expectWebhookPayload(event, payload)));
    expect(problems).toContain(undefined);
  });

  test('a wrong field in a recorded payload is reported', () => {
    const [payload] = recorded('workflow_run', 'completed');
    const lie = {
      ...payload,
      workflow_run: { ...Object(payload?.['workflow_run']), conclusion: 'broken', id: 'seven' },
    };
    expect(() => expectWebhookPayload('workflow_run', lie)).toThrow(/\/workflow_run\/id must be integer/);
    expect(() => expectWebhookPayload('workflow_run', lie)).toThrow(/\/workflow_run\/conclusion must be equal to/);
  });

  test('an event or an action that GitHub does not have is refused', () => {
    expect(() => expectWebhookPayload('night_watch', {})).toThrow(/no such thing/);
    expect(() => expectWebhookPayload('workflow_run', { action: 'exploded' })).toThrow(/no such thing/);
  });
});

function recorded(event: string, action: string | undefined): Record<string, unknown>[] {
  const payloads = webhookExamples.find(({ name }) => name === event)?.examples ?? [];
  return payloads.filter(payload => payload['action'] === action);
}

function problem(attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return String(error);
  }
}
