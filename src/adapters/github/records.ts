// What GitHub keeps on record for the App: deliveries of its webhook, and the runs of all repositories it is installed on.
import type { Probot, ProbotOctokit } from 'probot';
import type { WorkflowRun } from '../../incident/run.ts';
import { nullWhenMissing } from './faults.ts';

/** An event as it was delivered. */
interface DeliveredEvent {
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

export interface GitHubRecords {
  failedDeliveries(since: Date): Promise<{ guid: string; id: number }[]>;
  event(delivery: { id: number }): Promise<DeliveredEvent>;
  failedRuns(since: Date): AsyncGenerator<unknown>;
  isHead(run: WorkflowRun): Promise<boolean>;
}

/** `events` are the ones to look for, as `name.action`. Octokit's errors are thrown as they are. */
export function githubRecords(app: Pick<Probot, 'auth'>, events: ReadonlySet<string>): GitHubRecords {
  return {
    failedDeliveries: async since => failedDeliveries(await app.auth(), { since, events }),
    async event({ id }) {
      const octokit = await app.auth();
      const { data } = await octokit.rest.apps.getWebhookDelivery({ delivery_id: id });
      return { id: data.guid, name: data.event, payload: data.request.payload ?? {} };
    },
    failedRuns: since => failedRuns(app, since),
    async isHead({ installationId, owner, repo, headBranch, headSha }) {
      const octokit = await app.auth(installationId);
      const ref = await nullWhenMissing(octokit.rest.git.getRef({ owner, repo, ref: `heads/${headBranch}` }));
      return ref?.data.object.sha === headSha;
    },
  };
}

type Octokit = InstanceType<typeof ProbotOctokit>;

/** GitHub lists the newest first. Of an event that was delivered again, the attempts share a GUID. */
async function failedDeliveries(
  octokit: Octokit,
  { since, events }: { since: Date; events: ReadonlySet<string> },
): Promise<{ guid: string; id: number }[]> {
  const failed = new Map<string, number>();
  const arrived = new Set<string>();
  for await (const { data } of octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 })) {
    const recent = data.filter(({ delivered_at }) => new Date(delivered_at) >= since);
    for (const { id, guid, event, action, status_code } of recent) {
      if (!events.has(`${event}.${action}`)) continue;
      if (status_code >= 200 && status_code < 300) arrived.add(guid);
      else failed.set(guid, id);
    }
    if (recent.length < data.length) break;
  }
  const lost = [...failed].filter(([guid]) => !arrived.has(guid));
  return lost.map(([guid, id]) => ({ guid, id })).reverse();
}

/** In ms. A repository without a push for longer has next to no runs, and asking costs two requests. */
const quiet = 7 * 24 * 3_600_000;

async function* failedRuns(app: Pick<Probot, 'auth'>, since: Date): AsyncGenerator<unknown> {
  const asApp = await app.auth();
  for await (const { data } of asApp.paginate.iterator(asApp.rest.apps.listInstallations, { per_page: 100 }))
    for (const { id, created_at, suspended_at } of data) {
      // What failed before the App was installed is nobody's wish.
      const from = new Date(Math.max(since.getTime(), Date.parse(created_at)));
      if (!suspended_at) yield* failedRunsOf(await app.auth(id), { id, from });
    }
}

async function* failedRunsOf(octokit: Octokit, { id, from }: { id: number; from: Date }): AsyncGenerator<unknown> {
  const pages = octokit.paginate.iterator(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
  for await (const { data } of pages)
    for (const repository of data) {
      const { archived, disabled, pushed_at, name, owner } = repository;
      if (archived || disabled || Date.parse(pushed_at ?? '') < from.getTime() - quiet) continue;
      const at = { owner: owner.login, repo: name, created: `>=${from.toISOString()}`, per_page: 100 };
      for (const status of ['failure', 'timed_out'] as const)
        for (const run of await octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, { ...at, status }))
          yield { installation: { id }, repository, workflow_run: run };
    }
}
