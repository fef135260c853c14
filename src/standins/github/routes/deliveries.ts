// What an App's webhook was sent: the list that GitHub keeps, newest first.
import { Hono } from 'hono';
import { redeliver } from '../events/webhooks.ts';
import { type Api, answer, found, numberParam, type Variables } from '../http/api.ts';
import { needsApp } from '../http/auth.ts';
import { Refusal } from '../http/errors.ts';
import type { Schemas } from '../objects/schemas.ts';
import type { Delivery } from '../state/world.ts';

const deliveries = '/app/hook/deliveries';

export const deliveryRoutes = new Hono<{ Variables: Variables }>()
  .get(deliveries, needsApp, c => answer(c, pageFrom(c, ownDeliveries(c).toReversed()).map(itemObject)))
  .get(`${deliveries}/:id`, needsApp, c => answer(c, deliveryObject(deliveryOf(c))))
  .post(`${deliveries}/:id/attempts`, needsApp, c => {
    c.var.world.background.start(redeliver(c.var.world, deliveryOf(c).id).then(() => undefined));
    return answer(c, {}, 202);
  });

/** One under way is not listed yet. */
function ownDeliveries(c: Api): Delivery[] {
  const { identity, world } = c.var;
  if (identity.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  return world.deliveries.filter(({ appId, statusCode }) => appId === identity.app.id && statusCode !== undefined);
}

function deliveryOf(c: Api): Delivery {
  const id = numberParam(c, 'id');
  return found(ownDeliveries(c).find(delivery => delivery.id === id));
}

/** This list goes by cursor: a delivery that is added meanwhile moves no page. */
function pageFrom(c: Api, newestFirst: Delivery[]): Delivery[] {
  const size = Math.min(100, Number(c.req.query('per_page') ?? 30));
  const cursor = c.req.query('cursor');
  const rest = cursor === undefined ? newestFirst : newestFirst.filter(({ id }) => id < Number(cursor));
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  if (last && shown.length < rest.length) {
    const next = new URL(c.req.path, c.var.world.url);
    next.search = String(new URLSearchParams({ per_page: String(size), cursor: String(last.id) }));
    c.header('link', `<${next}>; rel="next"`);
  }
  return shown;
}

function itemObject({ id, guid, deliveredAt, redelivery, statusCode = 0, event, action, body }: Delivery) {
  const { repository, installation } = JSON.parse(body);
  return {
    id,
    guid,
    delivered_at: deliveredAt.toISOString(),
    redelivery,
    duration: 0.1,
    status: statusCode >= 200 && statusCode < 300 ? 'OK' : `Invalid HTTP Response: ${statusCode}`,
    status_code: statusCode,
    event,
    action,
    installation_id: installation?.id ?? null,
    repository_id: repository?.id ?? null,
    throttled_at: null,
  } satisfies Schemas['hook-delivery-item'];
}

function deliveryObject(delivery: Delivery): Schemas['hook-delivery'] {
  return {
    ...itemObject(delivery),
    request: { headers: {}, payload: JSON.parse(delivery.body) },
    response: { headers: {}, payload: null },
  };
}
