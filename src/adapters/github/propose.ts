// Makes a branch with the tested tree and its pull request be there, by the Git Data API: such commits show as verified
// and start CI. Every step looks first for what an earlier, interrupted call has left.
import type { Change, Proposed } from '../../ports.ts';
import { hasStatus, nullWhenMissing } from './faults.ts';
import type { Binding } from './repository.ts';

export async function propose(binding: Binding, change: Change): Promise<Proposed> {
  const branch = (await existingBranch(binding, change)) ?? (await makeBranch(binding, change));
  if (branch.kind === 'refused') return branch;
  const pull = (await existingPull(binding, change)) ?? (await makePull(binding, change));
  if (pull.kind === 'refused') return pull;
  return {
    kind: 'proposed',
    proposal: { number: pull.number, url: pull.url, branch: change.branch, commit: branch.commit, tree: branch.tree },
  };
}

type Refused = Extract<Proposed, { kind: 'refused' }>;
type Branch = { kind: 'branch'; commit: string; tree: string };
type Pull = { kind: 'pull'; number: number; url: string };

async function existingBranch({ octokit, run }: Binding, change: Change): Promise<Branch | Refused | null> {
  const at = { owner: run.owner, repo: run.repo };
  const ref = await nullWhenMissing(octokit.rest.git.getRef({ ...at, ref: `heads/${change.branch}` }));
  if (!ref) return null;
  const { data } = await octokit.rest.git.getCommit({ ...at, commit_sha: ref.data.object.sha });
  if (data.tree.sha === change.tree) return { kind: 'branch', commit: data.sha, tree: data.tree.sha };
  return { kind: 'refused', reason: `The branch ${change.branch} exists with other content.` };
}

async function makeBranch(binding: Binding, change: Change): Promise<Branch | Refused> {
  const { octokit, run } = binding;
  const at = { owner: run.owner, repo: run.repo };
  const tree = await makeTree(binding, change);
  if (tree !== change.tree)
    return { kind: 'refused', reason: `GitHub made the tree ${tree}, but ${change.tree} was tested.` };
  const commit = await octokit.rest.git.createCommit({
    ...at,
    message: change.commitMessage,
    tree,
    parents: [change.parent],
  });
  try {
    await octokit.rest.git.createRef({ ...at, ref: `refs/heads/${change.branch}`, sha: commit.data.sha });
  } catch (error) {
    if (!hasStatus(error, 403, 422)) throw error;
    return (await existingBranch(binding, change)) ?? { kind: 'refused', reason: error.message };
  }
  return { kind: 'branch', commit: commit.data.sha, tree };
}

async function makeTree({ octokit, run }: Binding, change: Change): Promise<string> {
  const at = { owner: run.owner, repo: run.repo };
  const parent = await octokit.rest.git.getCommit({ ...at, commit_sha: change.parent });
  const entries = change.files.map(async file => {
    const place = { path: file.path, mode: file.executable ? '100755' : '100644', type: 'blob' } as const;
    if (file.content === null) return { ...place, sha: null };
    const content = Buffer.from(file.content).toString('base64');
    const blob = await octokit.rest.git.createBlob({ ...at, content, encoding: 'base64' });
    return { ...place, sha: blob.data.sha };
  });
  const { data } = await octokit.rest.git.createTree({
    ...at,
    base_tree: parent.data.tree.sha,
    tree: await Promise.all(entries),
  });
  return data.sha;
}

/** A closed one counts: somebody decided. */
async function existingPull({ octokit, run }: Binding, change: Change): Promise<Pull | null> {
  const { data } = await octokit.rest.pulls.list({
    owner: run.owner,
    repo: run.repo,
    head: `${run.owner}:${change.branch}`,
    state: 'all',
  });
  const pull = data[0];
  return pull ? { kind: 'pull', number: pull.number, url: pull.html_url } : null;
}

async function makePull(binding: Binding, change: Change): Promise<Pull | Refused> {
  const { octokit, run } = binding;
  const at = { owner: run.owner, repo: run.repo };
  try {
    const { data } = await octokit.rest.pulls.create({
      ...at,
      head: change.branch,
      base: change.into,
      title: change.title,
      body: change.body,
      maintainer_can_modify: true,
    });
    await octokit.rest.issues.addLabels({ ...at, issue_number: data.number, labels: [...change.labels] });
    return { kind: 'pull', number: data.number, url: data.html_url };
  } catch (error) {
    if (!hasStatus(error, 403, 422)) throw error;
    return (await existingPull(binding, change)) ?? { kind: 'refused', reason: error.message };
  }
}
