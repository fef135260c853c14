// Signed deliveries of `workflow_run.completed`, each of a run of its own, made from GitHub's published example.
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Sender {
  readonly secret: string;
  readonly installationId: number;
  readonly owner: string;
  readonly repository: string;
}

/** Placeholder for the run's id; occurs nowhere else in the example. */
const placeholder = 987_654_321_012_345;

/** The next so many deliveries, on each call of others. */
export function deliveriesOf(sender: Sender): (count: number) => Delivery[] {
  const template = templateOf(sender);
  let last = 5_000_000_000;
  return count =>
    Array.from({ length: count }, () => {
      last += 1;
      return signed(template.replaceAll(String(placeholder), String(last)), sender.secret);
    });
}

function templateOf({ installationId, owner, repository }: Sender): string {
  const { workflow_run: run, repository: home, ...rest } = example();
  const ownHome = {
    ...home,
    name: repository,
    full_name: `${owner}/${repository}`,
    owner: { ...home.owner, login: owner },
  };
  return JSON.stringify({
    ...rest,
    action: 'completed',
    installation: { id: installationId },
    repository: ownHome,
    workflow_run: {
      ...run,
      id: placeholder,
      run_attempt: 1,
      conclusion: 'failure',
      head_branch: 'main',
      head_sha: '0123456789abcdef0123456789abcdef01234567',
      head_repository: ownHome,
      run_started_at: '2026-11-01T10:00:00Z',
      path: '.github/workflows/ci.yml',
    },
  });
}

interface Example {
  action?: string;
  workflow_run: Record<string, unknown>;
  repository: { owner: Record<string, unknown> } & Record<string, unknown>;
}

function example(): Example {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
  const events = JSON.parse(readFileSync(path, 'utf8')) as { name: string; examples: Example[] }[];
  const found = events
    .find(({ name }) => name === 'workflow_run')
    ?.examples.find(({ action }) => action === 'completed');
  if (!found) throw new Error('The published examples hold no completed workflow run.');
  return found;
}

function signed(body: string, secret: string): Delivery {
  const guid = randomUUID();
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/0000000',
      'x-github-delivery': guid,
      'x-github-event': 'workflow_run',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  };
}
