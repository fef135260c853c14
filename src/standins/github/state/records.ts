// Makes and finds the records that several routes share.

import type { App, Permission, User } from './accounts.ts';
import type { CheckSuite, Comment, Issue, Label, Repository } from './repository.ts';
import type { World } from './world.ts';

/** GitHub's own App, in whose name jobs are check runs. Its id is the one on github.com. */
const actionsAppId = 15368;

/** The account of that name, made if it is new. */
export function userNamed(world: World, login: string, type: User['type'] = 'User'): User {
  const known = world.users.get(login);
  if (known) return known;
  const user: User = { id: world.nextId(), login, type };
  world.users.set(login, user);
  return user;
}

export function actionsApp(world: World): App {
  const known = world.apps.find(app => app.id === actionsAppId);
  if (known) return known;
  const app: App = {
    id: actionsAppId,
    slug: 'github-actions',
    name: 'GitHub Actions',
    owner: userNamed(world, 'github', 'Organization'),
    bot: userNamed(world, 'github-actions[bot]', 'Bot'),
    publicKey: undefined,
    webhook: undefined,
    permissions: { actions: 'write', checks: 'write', contents: 'write', metadata: 'read' },
    events: [],
    setupUrl: undefined,
    createdAt: world.clock.now(),
  };
  world.apps.push(app);
  return app;
}

/** Anyone may read what is public. */
export function permissionOf(repository: Repository, user: User): Permission {
  if (user === repository.owner) return 'admin';
  return repository.collaborators.get(user.login) ?? (repository.private ? 'none' : 'read');
}

type NewSuite = Pick<CheckSuite, 'app' | 'headSha' | 'headBranch'>;

export function newSuite(world: World, repository: Repository, given: NewSuite): CheckSuite {
  const suite = { id: world.nextId(), ...given, createdAt: world.clock.now() };
  repository.checkSuites.push(suite);
  return suite;
}

/** Labels of those names, made if they are new, as GitHub does for issues. */
export function labelsNamed(world: World, repository: Repository, names: string[]): Label[] {
  return names.map(name => {
    const known = labelNamed(repository, name);
    if (known) return known;
    const label = { id: world.nextId(), name, color: 'ededed', description: null };
    repository.labels.push(label);
    return label;
  });
}

export function labelNamed(repository: Repository, name: string): Label | undefined {
  return repository.labels.find(label => label.name.toLowerCase() === name.toLowerCase());
}

type NewIssue = Pick<Issue, 'title' | 'body' | 'user' | 'app'>;

/** Not yet in the repository; issues and pull requests count in one row. */
export function newIssue(world: World, repository: Repository, given: NewIssue): Issue {
  const now = world.clock.now();
  return {
    id: world.nextId(),
    number: repository.issues.length + 1,
    ...given,
    state: 'open',
    stateReason: null,
    labels: [],
    comments: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    pull: undefined,
  };
}

/** Below the issue, which it moves up in lists. */
export function newComment(world: World, issue: Issue, given: Pick<Comment, 'user' | 'app' | 'body'>): Comment {
  const now = world.clock.now();
  const comment: Comment = { id: world.nextId(), ...given, reactions: [], createdAt: now, updatedAt: now };
  issue.comments.push(comment);
  issue.updatedAt = now;
  return comment;
}
