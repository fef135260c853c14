// Reviews of pull requests: what a change touches, and comments in its diff, of which some are suggestions.
import { Hono } from 'hono';
import { z } from 'zod';
import { compareFiles, type FileDifference, mergeBase } from '../git/compare.ts';
import { diffLines, hunkOf } from '../git/diff-lines.ts';
import { type Api, actor, answer, body, page, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { Refusal } from '../http/errors.ts';
import { fileObject } from '../objects/commit.ts';
import type { PullIssue } from '../objects/pull.ts';
import { reviewCommentObject, reviewObject } from '../objects/review.ts';
import type { Repository, Review, ReviewComment } from '../state/repository.ts';
import { pullOf } from './pulls.ts';

const pull = '/repos/:owner/:repo/pulls/:number';

export const reviewRoutes = new Hono<{ Variables: Variables }>()
  .get(`${pull}/files`, needs('pull_requests', 'read'), listFiles)
  .get(`${pull}/comments`, needs('pull_requests', 'read'), listReviewComments)
  .get(`${pull}/reviews`, needs('pull_requests', 'read'), listReviews)
  .post(`${pull}/reviews`, needs('pull_requests', 'write'), createReview);

async function listFiles(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const issue = pullOf(c);
  const files = page(c, await changedFiles(repository, issue));
  return answer(
    c,
    files.map(file => fileObject(world, repository, { file, sha: issue.pull.headSha })),
  );
}

function listReviews(c: Api): Response {
  const issue = pullOf(c);
  return answer(
    c,
    page(c, issue.pull.reviews).map(review => reviewObject(c.var.world, c.var.repository, { issue, review })),
  );
}

/** A pending review's comments are seen by no one but its author. */
function listReviewComments(c: Api): Response {
  const issue = pullOf(c);
  const submitted = issue.pull.reviews.filter(({ state }) => state !== 'PENDING');
  const comments = submitted.flatMap(review => review.comments.map(comment => ({ issue, review, comment })));
  return answer(
    c,
    page(c, comments).map(comment => reviewCommentObject(c.var.world, c.var.repository, comment)),
  );
}

const newReviewComment = z.object({
  path: z.string(),
  body: z.string().min(1).max(65_536),
  line: z.number().int(),
  side: z.enum(['LEFT', 'RIGHT']).default('RIGHT'),
  start_line: z.number().int().optional(),
});
const newReview = z.object({
  commit_id: z.string().optional(),
  body: z.string().max(65_536).default(''),
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).optional(),
  comments: z.array(newReviewComment).default([]),
});

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

async function createReview(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const issue = pullOf(c);
  const asked = await body(c, newReview);
  const { user } = actor(c);
  refuseEmptyOrOwn(asked, user === issue.user);
  const files = await changedFiles(repository, issue);
  const review: Review = {
    id: world.nextId(),
    user,
    body: asked.body,
    state: asked.event ? states[asked.event] : 'PENDING',
    commitSha: asked.commit_id ?? issue.pull.headSha,
    submittedAt: world.clock.now(),
    comments: asked.comments.map(comment => ({ id: world.nextId(), ...placed(comment, files) })),
  };
  issue.pull.reviews.push(review);
  return answer(c, reviewObject(world, repository, { issue, review }));
}

function refuseEmptyOrOwn({ event, body: text, comments }: z.infer<typeof newReview>, isOwn: boolean): void {
  const saysNothing = text === '' && comments.length === 0;
  if (event && event !== 'APPROVE' && saysNothing) throw unprocessable('Body can not be blank');
  if (isOwn && event === 'APPROVE') throw unprocessable('Can not approve your own pull request');
  if (isOwn && event === 'REQUEST_CHANGES') throw unprocessable('Can not request changes on your own pull request');
}

/** Where the diff shows it. Throws GitHub's 422 for a file or a line that the diff does not show. */
function placed(comment: z.infer<typeof newReviewComment>, files: FileDifference[]): Omit<ReviewComment, 'id'> {
  const { path, body: text, line, side, start_line: startLine = null } = comment;
  const patch = files.find(file => file.path === path)?.patch;
  if (patch === undefined) throw unprocessable('Path could not be resolved');
  const shown = diffLines(patch)[side];
  if (!shown.has(line)) throw unprocessable('Line could not be resolved');
  if (startLine !== null && (startLine >= line || !shown.has(startLine)))
    throw unprocessable('Start line could not be resolved');
  return { path, body: text, line, side, startLine, diffHunk: hunkOf(patch, side, line) };
}

async function changedFiles(repository: Repository, { pull: { baseSha, headSha } }: PullIssue) {
  const base = (await mergeBase(repository.gitDirectory, baseSha, headSha)) ?? baseSha;
  return await compareFiles(repository.gitDirectory, base, headSha);
}

function unprocessable(reason: string): Refusal {
  return new Refusal(422, 'Unprocessable Entity', [reason]);
}
