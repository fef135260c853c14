// A review of a pull request, and the comments in its diff, as GitHub shows them.
import { isoSeconds } from '../git/read.ts';
import type { Repository, Review, ReviewComment } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { rollUp } from './issue.ts';
import type { PullIssue } from './pull.ts';
import { apiUrl, htmlUrl } from './repository.ts';
import { nodeId, type Schemas } from './schemas.ts';
import { userObject } from './user.ts';

interface Reviewed {
  issue: PullIssue;
  review: Review;
}

export function reviewObject(
  world: World,
  repository: Repository,
  { issue, review }: Reviewed,
): Schemas['pull-request-review'] {
  const { page, pull } = addresses(world, repository, issue);
  const html = `${page}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userObject(world, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    ...(review.state !== 'PENDING' && { submitted_at: isoSeconds(review.submittedAt) }),
    commit_id: review.commitSha,
    author_association: 'NONE',
  };
}

export function reviewCommentObject(
  world: World,
  repository: Repository,
  { issue, review, comment }: Reviewed & { comment: ReviewComment },
): Schemas['pull-request-review-comment'] {
  const { page, pull } = addresses(world, repository, issue);
  const url = `${apiUrl(world, repository)}/pulls/comments/${comment.id}`;
  const html = `${page}#discussion_r${comment.id}`;
  return {
    url,
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    pull_request_review_id: review.id,
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: review.commitSha,
    original_commit_id: review.commitSha,
    user: userObject(world, review.user),
    body: comment.body,
    created_at: isoSeconds(review.submittedAt),
    updated_at: isoSeconds(review.submittedAt),
    html_url: html,
    pull_request_url: pull,
    author_association: 'NONE',
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    start_line: comment.startLine,
    original_start_line: comment.startLine,
    start_side: comment.startLine === null ? null : comment.side,
    line: comment.line,
    original_line: comment.line,
    side: comment.side,
    subject_type: 'line',
    reactions: rollUp(url, []),
  };
}

function addresses(world: World, repository: Repository, { number }: PullIssue) {
  return {
    page: `${htmlUrl(world, repository)}/pull/${number}`,
    pull: `${apiUrl(world, repository)}/pulls/${number}`,
  };
}
