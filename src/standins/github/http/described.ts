// Checks every request to the REST API, and every answer, against GitHub's own description.
import type { MiddlewareHandler } from 'hono';
import { answerProblems } from '../contract/answers.ts';
import { note } from '../contract/checks.ts';
import { type Operation, operationOf } from '../contract/operations.ts';
import { requestProblems } from '../contract/requests.ts';
import type { World } from '../state/world.ts';
import type { Api, Variables } from './api.ts';

/** A request that GitHub would not understand as meant is answered with 422 and a sentence; `stop` of the server throws it again. */
export function described(world: World): MiddlewareHandler<{ Variables: Variables }> {
  return async (c, next) => {
    world.checks.requests += 1;
    const operation = operationOf(c.req.method, c.req.path.replace('/api/v3', ''));
    if (!operation) return await next().then(() => refuseUnknown(world, c));
    world.checks.operations.add(operation.route);
    const problems = requestProblems(operation, { query: queryOf(c), body: await c.req.text() });
    await next();
    if (isRefused(c.res)) return await checkAnswer(world, c, operation);
    const sentence = note(world.checks, `The request ${operation.route}`, problems);
    if (sentence) c.res = Response.json({ message: sentence, documentation_url: '' }, { status: 422 });
    else await checkAnswer(world, c, operation);
  };
}

/** What this server does not serve either is a 404, and reported; see `createApplication`. */
function refuseUnknown(world: World, c: Api): void {
  if (c.res.status === 404 || c.get('isInjected')) return;
  note(world.checks, `The request ${c.req.method} ${c.req.path}`, ['it is not among contract/routes.ts']);
}

/** GitHub, too, says no to what is malformed: then nobody is misled. */
function isRefused({ status }: Response): boolean {
  return status === 400 || status === 422;
}

function queryOf(c: Api): Record<string, string | string[]> {
  const entries = Object.entries(c.req.queries()).map(([name, values]) => [
    name,
    values.length > 1 ? values : values[0],
  ]);
  return Object.fromEntries(entries);
}

async function checkAnswer(world: World, c: Api, { route }: Operation): Promise<void> {
  const { res } = c;
  // An injected fault is not GitHub's answer; any route may answer with the new address of a renamed
  // repository, or that nothing has changed.
  if (c.get('isInjected') || [301, 304, 307].includes(res.status)) return;
  const isText = !(res.headers.get('content-type') ?? 'application/json').includes('json');
  const said = isText ? '' : await res.clone().text();
  // A file or a patch in its raw form has no schema.
  if (isText && res.status === 200) return;
  note(
    world.checks,
    `The answer ${res.status} to ${route}`,
    answerProblems(route, res.status, said ? JSON.parse(said) : undefined),
  );
}
