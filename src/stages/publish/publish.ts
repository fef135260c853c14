// Pushes the proven tree to a branch of ours and opens a pull request. Never merges.
import type { Published, Repaired } from '../../incident/incident.ts';
import { fixBranch } from '../../incident/names.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import type { Ports, Repository, Tree } from '../../ports.ts';
import { isUnapproved, newlyDone } from './approval.ts';
import { commitMessage, headMoved, pullRequestBody, pullRequestTitle } from './body.ts';
import { collapsedOnGitHub } from './collapsed.ts';
import { maybeReceipt } from './receipt.ts';

export async function publish(incident: Repaired, { repository }: Ports): Promise<Outcome<Repaired, Published>> {
  const { run, patch } = incident;
  const branch = fixBranch(incident.id);
  // Our branch exists only if an earlier, interrupted call passed this check.
  const isBegun = (await repository.head(branch)) !== null;
  const head = isBegun ? run.headSha : await repository.head(run.headBranch);
  if (head !== run.headSha) return stop('superseded', headMoved(run.headBranch, head));
  // CI would run a pushed branch with the repository's secrets.
  if (isUnapproved(patch)) return stop('needs-approval', newlyDone(patch.capabilities));

  const tree = await repository.tree(run.headSha);
  const paths = patch.changes.map(({ path }) => path);
  const around = {
    sinceGreen: tree ? await diffSinceGreen(incident, tree, repository) : '',
    collapsed: tree ? await collapsedOnGitHub(paths, tree) : [],
  };
  const receipt = await maybeReceipt(incident, repository.masked);
  const proven: Repaired = receipt ? { ...incident, patch: { ...patch, receipt } } : incident;
  const proposed = await repository.propose({
    branch,
    parent: run.headSha,
    into: run.headBranch,
    files: patch.changes,
    tree: patch.proof.treeAfter,
    commitMessage: commitMessage(proven),
    title: pullRequestTitle(incident),
    body: pullRequestBody(proven, around),
    labels: ['nightwatch'],
    isDraft: patch.capabilities.length > 0,
  });
  if (proposed.kind === 'refused') return stop('publish-refused', proposed.reason);
  return next({ ...proven, proposal: proposed.proposal });
}

/** Empty when there was no green run, or its commit is gone. */
async function diffSinceGreen({ evidence }: Repaired, failing: Tree, repository: Repository): Promise<string> {
  const green = evidence.lastGreen === null ? null : await repository.tree(evidence.lastGreen);
  return green ? await green.diff(failing) : '';
}
