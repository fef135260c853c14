// What people do on GitHub's settings pages with what is already there: add people, press buttons, rename, archive, suspend, uninstall.

import { emit } from '../events/webhooks.ts';
import { checkRunPayload } from '../objects/check-run.ts';
import { commentObject, issueObject } from '../objects/issue.ts';
import type { Installation, Permission } from '../state/accounts.ts';
import { newComment, userNamed } from '../state/records.ts';
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

/** What a person writes below an issue or a pull request. Answers the comment's id. */
export function comment(world: World, fullName: string, said: { number: number; login: string; body: string }): number {
  const repository = repositoryNamed(world, fullName);
  const issue = repository.issues.find(({ number }) => number === said.number);
  if (!issue) throw new Error(`There is no issue ${said.number}`);
  const sender = userNamed(world, said.login);
  const made = newComment(world, issue, { user: sender, app: undefined, body: said.body });
  const payload = {
    issue: issueObject(world, repository, issue),
    comment: commentObject(world, repository, { issue, comment: made }),
  };
  emit(world, { event: 'issue_comment', action: 'created', repository, sender, payload });
  return made.id;
}

/** "Re-run" on a check run, which only the App that made it hears of. */
export function rerun(
  world: World,
  fullName: string,
  { checkRunId, login }: { checkRunId: number; login: string },
): void {
  const repository = repositoryNamed(world, fullName);
  const run = repository.checkRuns.find(({ id }) => id === checkRunId);
  if (!run) throw new Error(`There is no check run ${checkRunId}`);
  const payload = { check_run: checkRunPayload(world, repository, run) };
  const sender = userNamed(world, login);
  emit(world, { event: 'check_run', action: 'rerequested', repository, sender, payload, only: run.suite.app });
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
