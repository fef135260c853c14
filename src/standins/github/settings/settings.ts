// What people do on GitHub's settings pages with what is already there: add people, press buttons, rename, archive, suspend, uninstall.

import { emit } from '../events/webhooks.ts';
import { checkRunPayload } from '../objects/check-run.ts';
import type { Installation, Permission } from '../state/accounts.ts';
import { userNamed } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { repositoryNamed } from './create-and-push.ts';

/** The old name redirects to the new one until another repository takes it. */
export function rename(world: World, fullName: string, name: string): void {
  const repository = repositoryNamed(world, fullName);
  repository.formerNames.push(repository.name);
  repository.name = name;
}

export function addCollaborator(
  world: World,
  fullName: string,
  { login, permission }: { login: string; permission: Permission },
): void {
  repositoryNamed(world, fullName).collaborators.set(userNamed(world, login).login, permission);
}

export interface Press {
  readonly repository: string;
  readonly checkRunId: number;
  /** The button's. */
  readonly identifier: string;
  readonly login: string;
}

/** Only the App that made the check run hears of it. */
export function pressButton(world: World, { repository: fullName, checkRunId, identifier, login }: Press): void {
  const repository = repositoryNamed(world, fullName);
  const run = repository.checkRuns.find(({ id }) => id === checkRunId);
  if (!run?.actions.some(action => action.identifier === identifier)) throw new Error(`There is no ${identifier}`);
  const payload = { check_run: checkRunPayload(world, repository, run), requested_action: { identifier } };
  const sender = userNamed(world, login);
  emit(world, { event: 'check_run', action: 'requested_action', repository, sender, payload, only: run.suite.app });
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
