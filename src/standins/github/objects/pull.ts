// A pull request as GitHub shows it.
import { canMerge, compareFiles, mergeBase } from '../git/compare.ts';
import { isoSeconds, listCommits, readRef } from '../git/read.ts';
import type { Issue, Pull, Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { labelObject } from './issue.ts';
import { apiUrl, htmlUrl, repositoryObject } from './repository.ts';
import { nodeId, type Schemas } from './schemas.ts';
import { userObject } from './user.ts';

export type PullIssue = Issue & { pull: Pull };

/** The form used in lists; what takes git to work out is left out. */
export function simplePullObject(world: World, repository: Repository, issue: PullIssue) {
  const pull = issue.pull;
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: userObject(world, issue.user),
    body: issue.body,
    labels: issue.labels.map(label => {
      const shown = labelObject(world, repository, label);
      return { ...shown, description: shown.description ?? '' };
    }),
    milestone: null,
    active_lock_reason: null,
    created_at: isoSeconds(issue.createdAt),
    updated_at: isoSeconds(issue.updatedAt),
    closed_at: issue.closedAt && isoSeconds(issue.closedAt),
    merged_at: null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(world, repository, { ref: pull.headBranch, sha: pull.headSha }),
    base: side(world, repository, { ref: pull.baseBranch, sha: pull.baseSha }),
    ...addresses(world, repository, issue),
    author_association: 'NONE',
    auto_merge: null,
    draft: pull.draft,
  } satisfies Schemas['pull-request-simple'];
}

export async function pullObject(
  world: World,
  repository: Repository,
  issue: PullIssue,
): Promise<Schemas['pull-request']> {
  const directory = repository.gitDirectory;
  const { headSha, baseSha, draft } = issue.pull;
  const base = (await mergeBase(directory, baseSha, headSha)) ?? baseSha;
  const files = await compareFiles(directory, base, headSha);
  const baseNow = (await readRef(directory, `refs/heads/${issue.pull.baseBranch}`)) ?? baseSha;
  const mergeable = issue.state === 'open' ? await canMerge(directory, baseNow, headSha) : null;
  return {
    ...simplePullObject(world, repository, issue),
    merged: false,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? (draft ? 'draft' : 'clean') : 'dirty',
    merged_by: null,
    comments: issue.comments.length,
    review_comments: issue.pull.reviews.flatMap(({ comments }) => comments).length,
    maintainer_can_modify: false,
    commits: (await listCommits(directory, `${base}..${headSha}`)).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** What workflow runs and check runs say about the pull requests of their commit. */
export function minimalPullObject(
  world: World,
  repository: Repository,
  issue: PullIssue,
): Schemas['pull-request-minimal'] {
  const repo = { id: repository.id, url: apiUrl(world, repository), name: repository.name };
  return {
    url: `${apiUrl(world, repository)}/pulls/${issue.number}`,
    id: issue.pull.id,
    number: issue.number,
    head: { ref: issue.pull.headBranch, sha: issue.pull.headSha, repo },
    base: { ref: issue.pull.baseBranch, sha: issue.pull.baseSha, repo },
  };
}

export function openPulls(repository: Repository, isWanted: (pull: Pull) => boolean): PullIssue[] {
  return repository.issues.filter(isPull).filter(issue => issue.state === 'open' && isWanted(issue.pull));
}

export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== undefined;
}

function side(world: World, repository: Repository, { ref, sha }: { ref: string; sha: string }) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userObject(world, repository.owner),
    repo: repositoryObject(world, repository),
  };
}

function addresses(world: World, repository: Repository, issue: PullIssue) {
  const api = apiUrl(world, repository);
  const html = `${htmlUrl(world, repository)}/pull/${issue.number}`;
  const pull = `${api}/pulls/${issue.number}`;
  const urls = {
    url: pull,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: `${api}/issues/${issue.number}`,
    commits_url: `${pull}/commits`,
    review_comments_url: `${pull}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${issue.number}/comments`,
    statuses_url: `${api}/statuses/${issue.pull.headSha}`,
  };
  return {
    ...urls,
    _links: {
      self: { href: urls.url },
      html: { href: urls.html_url },
      issue: { href: urls.issue_url },
      comments: { href: urls.comments_url },
      review_comments: { href: urls.review_comments_url },
      review_comment: { href: urls.review_comment_url },
      commits: { href: urls.commits_url },
      statuses: { href: urls.statuses_url },
    },
  };
}
