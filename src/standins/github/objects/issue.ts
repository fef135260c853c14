// An issue, its labels and its comments as GitHub shows them.
import { isoSeconds } from '../git/read.ts';
import type { Comment, Issue, Label, Reaction, Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { appObject } from './app.ts';
import { apiUrl, htmlUrl } from './repository.ts';
import { nodeId, type Schemas } from './schemas.ts';
import { userObject } from './user.ts';

export function issueObject(world: World, repository: Repository, issue: Issue): Schemas['issue'] {
  const url = `${apiUrl(world, repository)}/issues/${issue.number}`;
  const html = `${htmlUrl(world, repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: html,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    state_reason: issue.stateReason,
    user: userObject(world, issue.user),
    labels: issue.labels.map(label => labelObject(world, repository, label)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: issue.comments.length,
    created_at: isoSeconds(issue.createdAt),
    updated_at: isoSeconds(issue.updatedAt),
    closed_at: issue.closedAt && isoSeconds(issue.closedAt),
    author_association: 'NONE',
    performed_via_github_app: issue.app ? appObject(world, issue.app) : null,
    reactions: rollUp(url, []),
    ...(issue.pull && { draft: issue.pull.draft, pull_request: pullLinks(world, repository, issue.number) }),
  };
}

export function labelObject(world: World, repository: Repository, label: Label): Schemas['label'] {
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${apiUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    description: label.description,
    color: label.color,
    default: false,
  };
}

export function commentObject(
  world: World,
  repository: Repository,
  { issue, comment }: { issue: Issue; comment: Comment },
): Schemas['issue-comment'] {
  const api = apiUrl(world, repository);
  const page = `${htmlUrl(world, repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${issue.number}`,
    user: userObject(world, comment.user),
    created_at: isoSeconds(comment.createdAt),
    updated_at: isoSeconds(comment.updatedAt),
    author_association: 'NONE',
    body: comment.body,
    performed_via_github_app: comment.app ? appObject(world, comment.app) : null,
    reactions: rollUp(`${api}/issues/comments/${comment.id}`, comment.reactions),
  };
}

export function reactionObject(world: World, { id, user, content, createdAt }: Reaction): Schemas['reaction'] {
  return {
    id,
    node_id: nodeId('Reaction', id),
    user: userObject(world, user),
    content,
    created_at: isoSeconds(createdAt),
  };
}

function pullLinks(world: World, repository: Repository, number: number) {
  const html = `${htmlUrl(world, repository)}/pull/${number}`;
  return {
    url: `${apiUrl(world, repository)}/pulls/${number}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: null,
  };
}

export function rollUp(url: string, reactions: Reaction[]): Schemas['reaction-rollup'] {
  const count = (content: Reaction['content']) => reactions.filter(reaction => reaction.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    hooray: count('hooray'),
    confused: count('confused'),
    heart: count('heart'),
    rocket: count('rocket'),
    eyes: count('eyes'),
  };
}
