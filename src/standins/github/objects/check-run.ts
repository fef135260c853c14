// A check run as GitHub shows it, alone and inside a webhook.
import { isoSeconds } from '../git/read.ts';
import type { Annotation, CheckRun, CheckSuite, Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { appObject } from './app.ts';
import { minimalPullObject, openPulls } from './pull.ts';
import { apiUrl, htmlUrl } from './repository.ts';
import { nodeId, type Schemas } from './schemas.ts';

export function checkRunObject(world: World, repository: Repository, run: CheckRun) {
  const url = `${apiUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${htmlUrl(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: isoSeconds(run.startedAt),
    completed_at: run.completedAt && isoSeconds(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appObject(world, run.suite.app),
    pull_requests: pullsOf(world, repository, run.headSha),
  } satisfies Schemas['check-run'];
}

/** In a webhook the suite comes along whole. */
export function checkRunPayload(world: World, repository: Repository, run: CheckRun) {
  return { ...checkRunObject(world, repository, run), check_suite: suiteObject(world, repository, run.suite) };
}

export function annotationObject(
  world: World,
  repository: Repository,
  { run, annotation }: { run: CheckRun; annotation: Annotation },
): Schemas['check-annotation'] {
  return { ...annotation, blob_href: `${htmlUrl(world, repository)}/blob/${run.headSha}/${annotation.path}` };
}

export function pullsOf(world: World, repository: Repository, sha: string) {
  return openPulls(repository, pull => pull.headSha === sha).map(issue => minimalPullObject(world, repository, issue));
}

function suiteObject(world: World, repository: Repository, suite: CheckSuite) {
  const runs = repository.checkRuns.filter(run => run.suite === suite);
  const isDone = runs.every(run => run.status === 'completed');
  const bad = runs.find(run => run.conclusion !== 'success');
  const completed = runs.map(run => run.completedAt ?? run.startedAt).sort((a, b) => a.getTime() - b.getTime());
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: isDone ? 'completed' : 'in_progress',
    conclusion: isDone ? (bad?.conclusion ?? 'success') : null,
    url: `${apiUrl(world, repository)}/check-suites/${suite.id}`,
    before: null,
    after: suite.headSha,
    pull_requests: pullsOf(world, repository, suite.headSha),
    app: appObject(world, suite.app),
    created_at: isoSeconds(suite.createdAt),
    updated_at: isoSeconds(completed.at(-1) ?? suite.createdAt),
  };
}
