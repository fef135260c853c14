// A GitHub App and its installations as GitHub shows them.
import { isoSeconds } from '../git/read.ts';
import type { App, Installation } from '../state/accounts.ts';
import type { World } from '../state/world.ts';
import { nodeId, type Schemas } from './schemas.ts';
import { userObject } from './user.ts';

export function appObject(world: World, app: App): NonNullable<Schemas['nullable-integration']> {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    owner: userObject(world, app.owner),
    name: app.name,
    description: null,
    external_url: `${world.url}/apps/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: isoSeconds(app.createdAt),
    updated_at: isoSeconds(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationObject(world: World, installation: Installation) {
  const { id, app, account, createdAt } = installation;
  return {
    id,
    account: userObject(world, account),
    repository_selection: 'all',
    access_tokens_url: `${world.url}/api/v3/app/installations/${id}/access_tokens`,
    repositories_url: `${world.url}/api/v3/installation/repositories`,
    html_url: `${world.url}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: app.permissions,
    events: app.events,
    created_at: isoSeconds(createdAt),
    updated_at: isoSeconds(createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  } satisfies Schemas['installation'];
}
