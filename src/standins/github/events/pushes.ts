// The only place where refs move: over git, through the API or by set-up, the same events follow.
import { isAncestor, mergeBase } from '../git/compare.ts';
import { listCommits, listRefs } from '../git/read.ts';
import { pushedCommitObject } from '../objects/commit.ts';
import { openPulls, pullObject } from '../objects/pull.ts';
import { htmlUrl } from '../objects/repository.ts';
import { noreplyAddress } from '../objects/user.ts';
import type { User } from '../state/accounts.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { startRuns } from '../workflows/workflow-runs.ts';
import { emit, listeners } from './webhooks.ts';

const nothing = '0'.repeat(40);
/** GitHub lists no more commits than this in one event. */
const mostCommits = 2048;

export interface RefChange<T> {
  repository: Repository;
  actor: User;
  change(): Promise<T>;
}

interface Move {
  ref: string;
  before: string;
  after: string;
}

/** Makes the change, alone in its repository, then looks which branches and tags moved. */
export async function moveRefs<T>(world: World, { repository, actor, change }: RefChange<T>): Promise<T> {
  const turn = repository.refChanges.then(async () => {
    const before = await branchesAndTags(repository);
    const result = await change();
    for (const move of movesBetween(before, await branchesAndTags(repository))) {
      await announce(world, repository, { ...move, actor });
    }
    return result;
  });
  // The next one takes its turn however this one ended; its own caller hears of the error.
  repository.refChanges = turn.catch(() => {});
  return await turn;
}

async function branchesAndTags({ gitDirectory }: Repository): Promise<Map<string, string>> {
  return await listRefs(gitDirectory, 'refs/heads/', 'refs/tags/');
}

function movesBetween(before: Map<string, string>, after: Map<string, string>): Move[] {
  const refs = new Set([...before.keys(), ...after.keys()]);
  return [...refs]
    .map(ref => ({ ref, before: before.get(ref) ?? nothing, after: after.get(ref) ?? nothing }))
    .filter(move => move.before !== move.after);
}

async function announce(world: World, repository: Repository, move: Move & { actor: User }): Promise<void> {
  repository.pushedAt = world.clock.now();
  await emitPush(world, repository, move);
  const branch = move.ref.match(/^refs\/heads\/(.*)$/)?.[1];
  if (branch === undefined) return;
  if (move.after === nothing) return closePulls(world, repository, branch);
  const sha = move.after;
  const before = move.before === nothing ? undefined : move.before;
  const occasion = { sha, before, headBranch: branch, actor: move.actor };
  await startRuns(world, repository, { ...occasion, event: 'push', filterBranch: branch, pullNumbers: [] });
  for (const issue of openPulls(repository, pull => pull.headBranch === branch)) {
    issue.pull.headSha = sha;
    issue.updatedAt = world.clock.now();
    const payload = {
      number: issue.number,
      before: move.before,
      after: sha,
      pull_request: await pullObject(world, repository, issue),
    };
    emit(world, { event: 'pull_request', action: 'synchronize', repository, sender: move.actor, payload });
    await startRuns(world, repository, {
      ...occasion,
      event: 'pull_request',
      action: 'synchronize',
      before: await mergeBase(repository.gitDirectory, issue.pull.baseSha, sha),
      filterBranch: issue.pull.baseBranch,
      pullNumbers: [issue.number],
    });
  }
}

/** GitHub closes a pull request whose branch is gone. */
function closePulls(world: World, repository: Repository, branch: string): void {
  for (const issue of openPulls(repository, pull => pull.headBranch === branch)) {
    issue.state = 'closed';
    issue.closedAt = world.clock.now();
  }
}

async function emitPush(
  world: World,
  repository: Repository,
  { ref, before, after, actor }: Move & { actor: User },
): Promise<void> {
  // Listing each commit's files is slow; skipped when no App subscribes to pushes.
  if (listeners(world, repository, 'push').length === 0) return;
  const directory = repository.gitDirectory;
  const created = before === nothing;
  const deleted = after === nothing;
  const shas = deleted ? [] : await listCommits(directory, created ? `${after}^!` : `${before}..${after}`);
  const commits = [];
  for (const sha of shas.slice(0, mostCommits).reverse())
    commits.push(await pushedCommitObject(world, repository, sha));
  const payload = {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && !(await isAncestor(directory, before, after)),
    base_ref: null,
    compare: `${htmlUrl(world, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: deleted ? null : await pushedCommitObject(world, repository, after),
    pusher: { name: actor.login, email: noreplyAddress(actor) },
  };
  emit(world, { event: 'push', repository, sender: actor, payload });
}
