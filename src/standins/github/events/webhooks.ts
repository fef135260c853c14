// Sends webhooks to Apps: signed, in order, one at a time per App, and stored for redelivery.
import { createHmac, randomUUID } from 'node:crypto';
import { note } from '../contract/checks.ts';
import { payloadProblems } from '../contract/payloads.ts';
import { isoSeconds } from '../git/read.ts';
import { covers } from '../http/auth.ts';
import { installationObject } from '../objects/app.ts';
import { repositoryObject } from '../objects/repository.ts';
import { nodeId } from '../objects/schemas.ts';
import { userObject } from '../objects/user.ts';
import type { App, Installation, User } from '../state/accounts.ts';
import type { Repository } from '../state/repository.ts';
import type { Delivery, World } from '../state/world.ts';

/** GitHub hangs up after ten seconds. */
const timeoutMs = 10_000;

export interface RepositoryEvent {
  event: string;
  action?: string;
  repository: Repository;
  sender: User;
  /** What this kind of event carries beyond repository, sender and installation. */
  payload: Record<string, unknown>;
  /** The one App that is told. */
  only?: App;
}

/** Sends an event to every App that is installed on the repository's owner and subscribed to it. */
export function emit(world: World, { event, action, repository, sender, payload, only }: RepositoryEvent): void {
  for (const { id, app } of listeners(world, repository, event)) {
    if (only && app !== only) continue;
    const body = {
      ...(action && { action }),
      ...payload,
      repository: repositoryObject(world, repository),
      sender: userObject(world, sender),
      installation: { id, node_id: nodeId('Installation', id) },
    };
    enqueue(world, app, newDelivery(world, { app, event, action, body }));
  }
}

/** The installations that an event of the repository goes to. */
export function listeners(world: World, repository: Repository, event: string): Installation[] {
  return world.installations.filter(({ app, account }) => covers(account, repository) && app.events.includes(event));
}

/** An App always hears of its own installations, subscribed or not. */
export function emitInstallation(world: World, installation: Installation): void {
  const { app, account } = installation;
  const repositories = world.repositories
    .filter(repository => covers(account, repository))
    .map(({ id, name, private: isPrivate }) => ({
      id,
      node_id: nodeId('Repository', id),
      name,
      full_name: `${account.login}/${name}`,
      private: isPrivate,
    }));
  const body = {
    action: 'created',
    installation: installationObject(world, installation),
    repositories,
    sender: userObject(world, account),
  };
  enqueue(world, app, newDelivery(world, { app, event: 'installation', action: 'created', body }));
}

/** What GitHub sends to a new App's address, to show that it can be reached. */
export function emitPing(world: World, app: App): void {
  const { url = '' } = app.webhook ?? {};
  const hook = {
    type: 'App',
    id: app.id,
    name: 'web',
    active: true,
    events: app.events,
    config: { content_type: 'json', insecure_ssl: '0', secret: '********', url },
    created_at: isoSeconds(app.createdAt),
    updated_at: isoSeconds(app.createdAt),
    app_id: app.id,
    deliveries_url: `${world.url}/api/v3/app/hook/deliveries`,
  };
  const body = { zen: 'Keep it logically awesome.', hook_id: app.id, hook };
  enqueue(world, app, newDelivery(world, { app, event: 'ping', action: undefined, body }));
}

/** Sends a delivery again, at once, under the same guid. Throws if there was none of that id. */
export async function redeliver(world: World, id: number): Promise<Delivery> {
  const old = world.deliveries.find(delivery => delivery.id === id);
  const app = world.apps.find(({ id: appId }) => appId === old?.appId);
  if (!old || !app) throw new Error(`There is no delivery ${id}`);
  const delivery: Delivery = { ...old, id: world.nextId(), redelivery: true, statusCode: undefined };
  world.deliveries.push(delivery);
  await send(world, app, delivery);
  return delivery;
}

interface NewDelivery {
  app: App;
  event: string;
  action: string | undefined;
  body: object;
}

function newDelivery(world: World, { app, event, action, body }: NewDelivery): Delivery {
  world.checks.payloads += 1;
  note(world.checks, `The webhook ${event} ${action ?? ''}`, payloadProblems(event, body));
  const delivery: Delivery = {
    id: world.nextId(),
    guid: randomUUID(),
    appId: app.id,
    event,
    action: action ?? null,
    body: JSON.stringify(body),
    redelivery: false,
    deliveredAt: world.clock.now(),
    statusCode: undefined,
  };
  world.deliveries.push(delivery);
  return delivery;
}

/** The last delivery under way for each App: GitHub guarantees no order, but a fixed one makes tests repeatable. */
const tails = new WeakMap<App, Promise<void>>();

function enqueue(world: World, app: App, delivery: Delivery): void {
  const tail = (tails.get(app) ?? Promise.resolve()).then(() => send(world, app, delivery));
  tails.set(app, tail);
  world.background.start(tail);
}

async function send(world: World, app: App, delivery: Delivery): Promise<void> {
  if (!app.webhook) return;
  delivery.deliveredAt = world.clock.now();
  try {
    const response = await fetch(app.webhook.url, {
      method: 'POST',
      headers: headers(world, app, delivery),
      body: delivery.body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    delivery.statusCode = response.status;
  } catch {
    // A receiver that is down is an outcome to record, as on GitHub's page of recent deliveries; nothing tries again by itself.
    delivery.statusCode = 0;
  }
}

function headers(world: World, app: App, delivery: Delivery): Record<string, string> {
  const signed = (algorithm: string) =>
    createHmac(algorithm, app.webhook?.secret ?? '')
      .update(delivery.body)
      .digest('hex');
  return {
    accept: '*/*',
    // A kept connection may be closed by the receiver just as the next delivery sets out on it, which would then be lost.
    connection: 'close',
    'content-type': 'application/json',
    'user-agent': `GitHub-Hookshot/${delivery.guid.slice(0, 7)}`,
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-enterprise-host': new URL(world.url).host,
    'x-github-hook-id': String(app.id),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${signed('sha1')}`,
    'x-hub-signature-256': `sha256=${signed('sha256')}`,
  };
}
