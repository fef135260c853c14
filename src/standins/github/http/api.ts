// What every route handler uses: who asks, about which repository, and how answers are shaped.
import type { Context } from 'hono';
import type { z } from 'zod';
import type { App, Installation, Token, User } from '../state/accounts.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { notFound, Refusal } from './errors.ts';

export type Identity =
  | { kind: 'anonymous' }
  | { kind: 'app'; app: App }
  | { kind: 'installation'; installation: Installation; token: Token };

export interface Variables {
  world: World;
  identity: Identity;
  /** Set below `/repos/:owner/:repo`. */
  repository: Repository;
  /** The answer is an injected fault. */
  isInjected: boolean;
}

export type Api = Context<{ Variables: Variables }>;

export function answer(c: Api, body: unknown, status: 200 | 201 | 202 = 200): Response {
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/json; charset=utf-8' });
}

/** The asked-for page of the items, with GitHub's Link header; 30 to a page by default, 100 at most. */
export function page<T>(c: Api, items: T[]): T[] {
  const wanted = (name: string, fallback: number) =>
    Math.max(1, Number.parseInt(c.req.query(name) ?? '', 10) || fallback);
  const size = Math.min(100, wanted('per_page', 30));
  const number = wanted('page', 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const url = new URL(c.req.path, c.var.world.url);
    url.search = new URL(c.req.url).search;
    url.searchParams.set('page', String(to));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ];
  if (links.length > 0) c.header('link', links.join(', '));
  return items.slice((number - 1) * size, number * size);
}

/** The request's body by its schema; GitHub's 422 with the reason where it does not fit. */
export async function body<T extends z.ZodType>(c: Api, schema: T): Promise<z.infer<T>> {
  const text = await c.req.text();
  const parsed = schema.safeParse(text === '' ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(issue => `"${issue.path.join('.')}": ${issue.message}`);
  throw new Refusal(422, `Invalid request.\n\n${reasons.join('\n')}`);
}

/** A part of the path, decoded. */
export function param(c: Api, name: string): string {
  return c.req.param(name) ?? '';
}

/** A number in the path; what is not one does not exist. */
export function numberParam(c: Api, name: string): number {
  const text = param(c, name);
  if (!/^\d+$/.test(text)) throw notFound();
  return Number(text);
}

export function found<T>(item: T | undefined): T {
  if (item === undefined) throw notFound();
  return item;
}

/** In whose name an App's installation acts. */
export function actor(c: Api): { user: User; app: App } {
  const { identity } = c.var;
  if (identity.kind !== 'installation') throw notFound();
  return { user: identity.installation.app.bot, app: identity.installation.app };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}
