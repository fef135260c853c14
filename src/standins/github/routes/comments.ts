// Comments below issues and pull requests: read, made, edited, and reacted to.
import { Hono } from 'hono';
import { z } from 'zod';
import { emit } from '../events/webhooks.ts';
import { type Api, actor, answer, body, found, numberParam, page, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { commentObject, issueObject, reactionObject } from '../objects/issue.ts';
import { newComment } from '../state/records.ts';
import type { Comment, Issue } from '../state/repository.ts';
import { either, issueOf } from './issues.ts';

const issues = '/repos/:owner/:repo/issues';

export const commentRoutes = new Hono<{ Variables: Variables }>()
  .get(`${issues}/:number/comments`, needs(either, 'read'), listComments)
  .post(`${issues}/:number/comments`, needs(either, 'write'), createComment)
  .get(`${issues}/comments/:id`, needs(either, 'read'), c => answer(c, shown(c, commentOf(c))))
  .patch(`${issues}/comments/:id`, needs(either, 'write'), editComment)
  .get(`${issues}/comments/:id/reactions`, needs(either, 'read'), listReactions)
  .post(`${issues}/comments/:id/reactions`, needs(either, 'write'), react);

interface Found {
  issue: Issue;
  comment: Comment;
}

function listComments(c: Api): Response {
  const issue = issueOf(c);
  return answer(
    c,
    page(c, issue.comments).map(comment => shown(c, { issue, comment })),
  );
}

/** GitHub's limit for every text that people read. */
const commentBody = z.object({ body: z.string().min(1).max(65_536) });

async function createComment(c: Api): Promise<Response> {
  const issue = issueOf(c);
  const { body: text } = await body(c, commentBody);
  const comment = newComment(c.var.world, issue, { ...actor(c), body: text });
  tell(c, { issue, comment }, { action: 'created' });
  return answer(c, shown(c, { issue, comment }), 201);
}

async function editComment(c: Api): Promise<Response> {
  const at = commentOf(c);
  const { body: text } = await body(c, commentBody);
  const changes = { body: { from: at.comment.body } };
  at.comment.body = text;
  at.comment.updatedAt = c.var.world.clock.now();
  tell(c, at, { action: 'edited', changes });
  return answer(c, shown(c, at));
}

function listReactions(c: Api): Response {
  const { reactions } = commentOf(c).comment;
  return answer(
    c,
    page(c, reactions).map(reaction => reactionObject(c.var.world, reaction)),
  );
}

const newReaction = z.object({
  content: z.enum(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']),
});

/** The same reaction of the same account is there once: the second request finds it, and answers 200. */
async function react(c: Api): Promise<Response> {
  const { world } = c.var;
  const { comment } = commentOf(c);
  const { content } = await body(c, newReaction);
  const { user } = actor(c);
  const known = comment.reactions.find(reaction => reaction.user === user && reaction.content === content);
  if (known) return answer(c, reactionObject(world, known));
  const reaction = { id: world.nextId(), user, content, createdAt: world.clock.now() };
  comment.reactions.push(reaction);
  return answer(c, reactionObject(world, reaction), 201);
}

function commentOf(c: Api): Found {
  const id = numberParam(c, 'id');
  const all = c.var.repository.issues.flatMap(issue => issue.comments.map(comment => ({ issue, comment })));
  return found(all.find(({ comment }) => comment.id === id));
}

function shown(c: Api, at: Found) {
  return commentObject(c.var.world, c.var.repository, at);
}

function tell(c: Api, at: Found, { action, ...changes }: { action: string; changes?: object }): void {
  const { world, repository } = c.var;
  const payload = { ...changes, issue: issueObject(world, repository, at.issue), comment: shown(c, at) };
  emit(world, { event: 'issue_comment', action, repository, sender: actor(c).user, payload });
}
