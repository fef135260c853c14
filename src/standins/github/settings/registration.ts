// What people do on GitHub's settings pages: register an App, install it.

import { emitInstallation } from '../events/webhooks.ts';
import type { App, Installation, Permissions, User } from '../state/accounts.ts';
import { userNamed } from '../state/records.ts';
import type { World } from '../state/world.ts';

export interface NewApp {
  appId: number;
  slug: string;
  name: string;
  /** PEM; its private half signs what the App says about itself. */
  publicKey: string;
  webhookUrl: string;
  webhookSecret: string;
  permissions: Permissions;
  events: string[];
  /** An account of its own if left out. */
  owner?: User;
  setupUrl?: string | undefined;
}

export function registerApp(world: World, given: NewApp): App {
  const { appId, slug, name, publicKey, webhookUrl, webhookSecret, permissions, events } = given;
  if (world.apps.some(app => app.id === appId)) throw new Error(`There is an App ${appId} already`);
  const app: App = {
    id: appId,
    slug,
    name,
    owner: given.owner ?? userNamed(world, `${slug}-owner`),
    bot: userNamed(world, `${slug}[bot]`, 'Bot'),
    publicKey,
    webhook: { url: webhookUrl, secret: webhookSecret },
    permissions: { metadata: 'read', ...permissions },
    events,
    setupUrl: given.setupUrl,
    createdAt: world.clock.now(),
  };
  world.apps.push(app);
  return app;
}

/**
 * GitHub never gives an id twice, and clients rely on it: `@octokit/auth-app` shares the pending request for an installation's
 * token across the whole process. So all local GitHubs of a process share this counter.
 */
let lastInstallationId = 0;

/** On all repositories of the owner, present and future. */
export function install(world: World, app: App, owner: string): Installation {
  lastInstallationId += 1;
  const account = userNamed(world, owner);
  const installation = { id: lastInstallationId, app, account, suspended: false, createdAt: world.clock.now() };
  world.installations.push(installation);
  emitInstallation(world, installation);
  return installation;
}
