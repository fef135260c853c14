// What people do on GitHub's settings pages with what is already there: rename, archive, suspend, uninstall.

import type { Installation } from '../state/accounts.ts';
import type { World } from '../state/world.ts';
import { repositoryNamed } from './create-and-push.ts';

/** The old name redirects to the new one until another repository takes it. */
export function rename(world: World, fullName: string, name: string): void {
  const repository = repositoryNamed(world, fullName);
  repository.formerNames.push(repository.name);
  repository.name = name;
}

export function archive(world: World, fullName: string): void {
  repositoryNamed(world, fullName).archived = true;
}

export function suspend(world: World, installationId: number): void {
  installationOf(world, installationId).suspended = true;
}

/** Its tokens are no good any more. */
export function uninstall(world: World, installationId: number): void {
  const gone = installationOf(world, installationId);
  world.installations.splice(world.installations.indexOf(gone), 1);
  for (const [secret, { installation }] of world.tokens) if (installation === gone) world.tokens.delete(secret);
}

/** Where a path of the API, or of git's, is to be found now; undefined when the repository in it was not renamed. */
export function newPath(world: World, path: string): string | undefined {
  const parts = /^(\/api\/v3\/repos\/|\/)([^/]+)\/([^/]+?)((?:\.git)?(?:\/.*)?)$/.exec(path);
  const [, start, owner, name = '', rest] = parts ?? [];
  const ofOwner = world.repositories.filter(one => one.owner.login === owner);
  if (ofOwner.some(one => one.name === name)) return undefined;
  const renamed = ofOwner.find(({ formerNames }) => formerNames.includes(name));
  return renamed && `${start}${owner}/${renamed.name}${rest}`;
}

function installationOf(world: World, id: number): Installation {
  const installation = world.installations.find(one => one.id === id);
  if (!installation) throw new Error(`There is no installation ${id}`);
  return installation;
}
