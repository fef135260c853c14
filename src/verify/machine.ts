// What a proof is run again on: this machine's container engine, and the failing tree as CI's checkout had it.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Docker from 'dockerode';
import { openSandbox } from '../adapters/docker/sandbox.ts';
import { openMirrors } from '../adapters/git/mirrors.ts';
import { secretMasker } from '../adapters/secrets/mask.ts';
import { configFrom } from '../config.ts';
import type { ReceiptDocument } from '../incident/receipt/receipt.ts';
import type { Sandbox, Tree } from '../ports.ts';
import { git } from '../standins/github/git/git.ts';
import { type LocalGitHub, startGitHub } from '../standins/github/server.ts';
import { startPackageIndex } from '../standins/package-index/package-index.ts';
import type { Clone } from './clone.ts';

export interface Machine {
  /** Of the failing commit. */
  readonly tree: Tree;
  readonly sandbox: Sandbox;
}

/** With the settings of Nightwatch's own sandbox. Leaving the scope removes what was built. */
export async function openMachine(
  document: ReceiptDocument,
  clone: Clone,
  { localIndex }: { localIndex: boolean },
): Promise<Machine & AsyncDisposable> {
  await using parts = new AsyncDisposableStack();
  const index = localIndex ? parts.use(await startPackageIndex(line => console.log(line))) : undefined;
  const { sandbox: settings } = configFrom({ ...process.env, ...index?.variables, APP_ID: '', NODE_ENV: '' });
  const owner = `verify-${randomUUID()}`;
  const docker = new Docker();
  parts.defer(() => removeImages(docker, owner));
  const mask = secretMasker();
  const sandboxes = parts.use(openSandbox({ ...settings, docker, owner, processIdentity: owner, mask }));
  const github = parts.adopt(await serve(document, clone), server => server.stop());
  const tree = await failingTree(document, clone, github);
  const moved = parts.move();
  return {
    tree,
    // As of a host that no other run is on, so that nothing that was kept is found: the proof is built again from nothing.
    sandbox: sandboxes.for({ ...document.run, url: `https://${owner}/` }),
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}

/** Over HTTP, as production fetches: with the history that the checkout had, on the branch as it was then. */
async function serve({ run }: ReceiptDocument, { directory, repository }: Clone): Promise<LocalGitHub> {
  await git(repository, ['update-ref', `refs/heads/${run.headBranch}`, run.headSha]);
  const runWorkflow = () => Promise.reject(new Error('No workflow is run here.'));
  const github = await startGitHub({ dataDirectory: join(directory, 'github'), runWorkflow });
  await github.createRepository({
    owner: run.owner,
    name: run.repo,
    from: { path: repository },
    defaultBranch: run.headBranch,
  });
  return github;
}

async function failingTree({ run }: ReceiptDocument, { directory }: Clone, github: LocalGitHub): Promise<Tree> {
  const mirrors = openMirrors({ directory: join(directory, 'mirrors'), processIdentity: 'verify' });
  const tree = await mirrors.tree({
    url: github.cloneUrl(`${run.owner}/${run.repo}`),
    sha: run.headSha,
    repositoryKey: 'verify',
    branch: run.event.startsWith('pull_request') ? null : run.headBranch,
    authorization: async () => '',
  });
  if (!tree) throw new Error(`Commit ${run.headSha} is not in the clone.`);
  return tree;
}

/** Children before their parents; an image that another process still uses stays. */
async function removeImages(docker: Docker, owner: string): Promise<void> {
  const images = await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } });
  const newest = images.sort((a, b) => b.Created - a.Created);
  for (const { Id } of newest)
    await docker
      .getImage(Id)
      .remove({ force: true })
      .catch(() => undefined);
}
