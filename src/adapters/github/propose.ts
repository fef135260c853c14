// Creates the branch with the tested tree and its pull request through the Git Data API: such commits show as verified
// and trigger CI. Idempotent: every step first looks for the result of an earlier, interrupted call.
import type { Change, Proposed } from '../../incident/change.ts';
import type { Binding } from './binding.ts';
import { hasStatus, nullWhenMissing, wordsOf } from './faults.ts';

/** `refused`: a missing permission, an archived or deleted repository, a branch rule. A person has to act first. */
export async function propose(binding: Binding, change: Change): Promise<Proposed> {
  try {
    const branch = (await existingBranch(binding, change)) ?? (await makeBranch(binding, change));
    if (branch.kind === 'refused') return branch;
    const pull = (await existingPull(binding, change)) ?? (await makePull(binding, change));
    await maybeLabel(binding, change, pull);
    const { number, url } = pull;
    return {
      kind: 'proposed',
      proposal: { number, url, branch: change.branch, commit: branch.commit, tree: branch.tree },
    };
  } catch (error) {
    if (hasStatus(error, 403, 404, 409, 422)) return { kind: 'refused', reason: wordsOf(error) };
    throw error;
  }
}

type Refused = Extract<Proposed, { kind: 'refused' }>;
type Branch = { kind: 'branch'; commit: string; tree: string };
type Pull = { number: number; url: string; labels: readonly string[] };

async function existingBranch({ octokit, run }: Binding, change: Change): Promise<Branch | Refused | null> {
  const at = { owner: run.owner, repo: run.repo };
  const ref = await nullWhenMissing(octokit.rest.git.getRef({ ...at, ref: `heads/${change.branch}` }));
  if (!ref) return null;
  const { data } = await octokit.rest.git.getCommit({ ...at, commit_sha: ref.data.object.sha });
  if (data.tree.sha === change.tree) return { kind: 'branch', commit: data.sha, tree: data.tree.sha };
  return { kind: 'refused', reason: `The branch ${change.branch} already exists with different content.` };
}

async function makeBranch(binding: Binding, change: Change): Promise<Branch | Refused> {
  const { octokit, run } = binding;
  const at = { owner: run.owner, repo: run.repo };
  const tree = await makeTree(binding, change);
  if (tree !== change.tree)
    return { kind: 'refused', reason: `GitHub created tree ${tree}, but the tested tree is ${change.tree}.` };
  const message = change.commitMessage;
  const commit = await octokit.rest.git.createCommit({ ...at, message, tree, parents: [change.parent] });
  try {
    await octokit.rest.git.createRef({ ...at, ref: `refs/heads/${change.branch}`, sha: commit.data.sha });
  } catch (error) {
    // An earlier request of ours may have succeeded after its time-out.
    const existing = hasStatus(error, 422) ? await existingBranch(binding, change) : null;
    if (existing) return existing;
    throw error;
  }
  return { kind: 'branch', commit: commit.data.sha, tree };
}

/** Sequential, as GitHub asks for writes. */
async function makeTree({ octokit, run }: Binding, change: Change): Promise<string> {
  const at = { owner: run.owner, repo: run.repo };
  const parent = await octokit.rest.git.getCommit({ ...at, commit_sha: change.parent });
  const entries = [];
  for (const { path, content, executable } of change.files) {
    const place = { path, mode: executable ? '100755' : '100644', type: 'blob' } as const;
    entries.push({ ...place, sha: content === null ? null : await makeBlob({ octokit, run }, content) });
  }
  const { data } = await octokit.rest.git.createTree({ ...at, base_tree: parent.data.tree.sha, tree: entries });
  return data.sha;
}

async function makeBlob({ octokit, run }: Pick<Binding, 'octokit' | 'run'>, text: string): Promise<string> {
  const content = Buffer.from(text).toString('base64');
  const { data } = await octokit.rest.git.createBlob({ owner: run.owner, repo: run.repo, content, encoding: 'base64' });
  return data.sha;
}

/** Includes closed ones: someone decided against it. */
async function existingPull({ octokit, run }: Binding, change: Change): Promise<Pull | null> {
  const { data } = await octokit.rest.pulls.list({
    owner: run.owner,
    repo: run.repo,
    head: `${run.owner}:${change.branch}`,
    state: 'all',
  });
  const pull = data[0];
  return pull ? { number: pull.number, url: pull.html_url, labels: pull.labels.map(label => label.name) } : null;
}

async function makePull(binding: Binding, change: Change): Promise<Pull> {
  const { octokit, run } = binding;
  const at = { owner: run.owner, repo: run.repo };
  const { branch, into, title, body, isDraft } = change;
  try {
    const { data } = await octokit.rest.pulls.create({ ...at, head: branch, base: into, title, body, draft: isDraft });
    return { number: data.number, url: data.html_url, labels: [] };
  } catch (error) {
    const existing = hasStatus(error, 422) ? await existingPull(binding, change) : null;
    if (existing) return existing;
    throw error;
  }
}

/** Best effort: a refused label must not fail the proposal. */
async function maybeLabel({ octokit, run }: Binding, change: Change, pull: Pull): Promise<void> {
  const missing = change.labels.filter(label => !pull.labels.includes(label));
  if (missing.length === 0) return;
  try {
    await octokit.rest.issues.addLabels({
      owner: run.owner,
      repo: run.repo,
      issue_number: pull.number,
      labels: missing,
    });
  } catch (error) {
    if (!hasStatus(error, 403, 404, 410, 422)) throw error;
  }
}
