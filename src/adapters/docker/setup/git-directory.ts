// Puts the `.git` of the failing commit into an environment: tools read the package's version and list the files from it.
import type { Readable } from 'node:stream';
import type { Container } from 'dockerode';
import type { Environment, History } from '../../../incident/reproduction.ts';
import { Transient, type Tree } from '../../../ports.ts';
import { boundedOutput } from '../engine/bounded-output.ts';
import { commit } from '../engine/commit.ts';
import { create, type EngineSession, labels, noteUse, root } from '../engine/container.ts';
import { engine, maybeAlive } from '../engine/engine.ts';
import { execute } from '../engine/execute.ts';
import { imageLabels } from '../engine/image-labels.ts';
import { homeOf, placeInImage } from '../home.ts';
import { maybeImageId } from './base-image.ts';
import { commitKey } from './environment-key.ts';
import { must } from './root-step.ts';
import type { Scope } from './scope.ts';

/** Time for the fetch of a long history and for unpacking it, in seconds. */
const patienceSeconds = 1_200;

/** As root, during setup. Does nothing for a tree without a commit. */
export async function placeGitDirectory(
  container: Container,
  { tree, history, workDirectory }: { tree: Tree; history: History; workDirectory: string },
): Promise<void> {
  const input = tree.gitDirectory(history);
  if (input === null) return;
  const words = ['/bin/sh', '-c', placing, 'nightwatch', workDirectory];
  const output = boundedOutput(4_096);
  const program = { words, user: root, env: {}, input, seconds: patienceSeconds, output };
  const ended = await maybeAlive(execute(container, program));
  if (!ended) throw new Transient('The container was stopped from outside.');
  if (ended.end === 'exited' && ended.exitCode === 0) return;
  throw new Error(`Could not unpack the git directory: ${ended.end} ${output.text()}`);
}

/** Git refuses a folder of another user unless the system's configuration names it; setup is root's and the folder the runner's. */
const accepting = `printf '[safe]\\n\\tdirectory = %s\\n' "$1" >> /etc/gitconfig`;

/** As root, for a `.git` that comes later. */
export async function acceptGitDirectory(container: Container, workDirectory: string): Promise<void> {
  const words = ['/bin/sh', '-c', accepting, 'nightwatch', workDirectory];
  await must('accepting the git directory', container, { words, input: '' });
}

/**
 * A commit's files have new times in a new container, so git compares them once and notes the times in its index.
 */
const placing = `set -e
cd "$1"
rm -rf .git
tar -xf -
${accepting}
! command -v git > /dev/null || git update-index -q --refresh > /dev/null || true`;

export interface Wish {
  readonly scope: Scope;
  readonly tree: Tree;
  readonly history: History;
}

/**
 * The environment with the tree's own commit: an environment is reused for other commits that set it up alike, and then a layer
 * on top holds their `.git`. Files of setup's own, such as its branches, stay. Starting the container would take most of the time.
 */
export async function atCommit(
  session: EngineSession,
  environment: Environment,
  { scope, tree, history }: Wish,
): Promise<Environment> {
  const { commit: sha } = tree;
  if (sha === null) return environment;
  const { workDirectory } = environment;
  const image = `${environment.image}-${commitKey(scope, { commit: sha, history })}`;
  if ((await imageLabels(session, environment.digest))[labels.commit] === sha) return environment;
  const found = await maybeImageId(session.docker, image);
  if (found) {
    noteUse(session, found);
    return { ...environment, image, digest: found };
  }
  await using created = await create(session, { Image: environment.digest, NetworkDisabled: true });
  const place = placeInImage(workDirectory, await homeOf(session, environment.digest));
  await unpack(created.container, tree.gitDirectory(history), place);
  const digest = await commit(created.container, image, {
    [labels.owner]: session.owner,
    [labels.commit]: sha,
  });
  noteUse(session, digest);
  return { ...environment, image, digest };
}

/** Into a container that does not run. Throws the stream's own error if it fails. */
async function unpack(container: Container, archive: Readable | null, path: string): Promise<void> {
  if (archive === null) return;
  const over = new AbortController();
  const failed = new Promise<never>((_, reject) => archive.once('error', reject));
  failed.catch(() => over.abort());
  // The option is missing from the types.
  const options = { path, abortSignal: over.signal };
  await Promise.race([engine(container.putArchive(archive, options)), failed]);
}
