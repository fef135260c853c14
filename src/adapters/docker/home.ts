// Where the runner's home, which holds the work tree, is in a workspace. In memory, under a read-only root, nothing that a suite
// writes reaches the disk, and the kernel limits its bytes and files. Setup's products are then copied in when the workspace is
// opened, so that is for homes that are small; others stay in the container's layer, which is watched (`engine/disk.ts`).
// Refused: an overlay, mounted inside the container, over the home. It needs no copy, but a program of the image, which setup may
// have replaced, would run with the right to mount, and that is a way out of a container.
import { posix } from 'node:path';
import type { Container } from 'dockerode';
import { runnerHome } from '../../incident/runner-places.ts';
import type { Tree } from '../../ports.ts';
import { type EngineSession, type Limits, labels } from './engine/container.ts';
import { imageLabels } from './engine/image-labels.ts';
import type { Home } from './engine/isolated-container.ts';
import { volumeBytes, volumeFiles } from './engine/sized-volumes.ts';
import { must } from './setup/root-step.ts';
import { notes } from './shell.ts';

const home = runnerHome;
const kept = '/opt/nightwatch/home';

/** What is copied whenever a workspace is opened: a copy of this takes about as long as starting a program in a container. */
const mostKilobytes = 32 * 1024;
const mostFiles = 2_000;
/** The work tree and the rest of the home may take this part of the volume. */
const part = 4;

/** The last step of setup: lays the home aside for workspaces in memory, without the tracked files, where that is possible. */
export async function layHomeAside(container: Container, workDirectory: string, limits: Limits): Promise<Home> {
  const bytes = volumeBytes(limits) / part;
  const most = [bytes / 1_024, volumeFiles(bytes), mostKilobytes, mostFiles].map(limit => String(Math.floor(limit)));
  const words = ['/bin/sh', '-c', layingAside, 'nightwatch', workDirectory, ...most];
  return (await must('laying the home aside', container, { words, input: '' })).trim() === 'memory' ? 'memory' : 'disk';
}

/** Prints nothing where the home stays: with a mount in it, more that the runner may write to elsewhere, or too large. */
const layingAside = `set -e
stay() { [ -n "$1" ] && exit 0; true; }
isLarge() { [ "$(du -sk ${home} | cut -f 1)" -gt "$1" ] || [ "$(find ${home} | wc -l)" -gt "$2" ]; }
mount=$(cut -d ' ' -f 5 /proc/self/mountinfo | grep '^${home}' || true)
stay "$mount"
elsewhere=$(find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /var/tmp -o -path /run/lock -o -path ${home} \\) -prune \\
  -o ! -type l \\( -user 1001 -perm -200 -o -group 1001 -perm -020 -o -perm -002 \\) -print | head -n 1)
stay "$elsewhere"
unreadable=$(find ${home} ! -type l ! -perm -400 | head -n 1)
stay "$unreadable"
! isLarge "$2" "$3" || exit 0
cd "$1"
xargs -0 rm -f -- < ${notes}/files
xargs -0 rmdir -- < ${notes}/directories 2> /dev/null || true
cd /
! isLarge "$4" "$5" || exit 0
mv ${home} ${kept}
mkdir ${home}
chown 1001:1001 ${home}
echo memory`;

export async function homeOf(session: EngineSession, digest: string): Promise<Home> {
  return (await imageLabels(session, digest))[labels.home] === 'memory' ? 'memory' : 'disk';
}

/** Where a workspace of this tree has its home: an environment may be shared, and a tree be larger than those before it. */
export async function homeFor(laidAside: Home, tree: Tree, limits: Limits): Promise<Home> {
  if (laidAside === 'disk') return 'disk';
  const entries = await tree.entries();
  const bytes = volumeBytes(limits) / part;
  const isSmall = entries.length <= volumeFiles(bytes) && entries.reduce((sum, entry) => sum + entry.bytes, 0) <= bytes;
  return isSmall ? 'memory' : 'disk';
}

/** Where a path of the home is in an image. */
export function placeInImage(path: string, place: Home): string {
  return place === 'memory' ? posix.join(kept, posix.relative(home, path)) : path;
}

/** Fills a home that was laid aside, as the runner: with what setup left there, and the tree. Git notes the new files' times. */
export function fillHomeWords(workDirectory: string): string[] {
  const text = `set -e
cp -a ${kept}/. ${home}
mkdir -p "$1"
cd "$1"
tar -xf -
[ ! -d .git ] || ! command -v git > /dev/null || git update-index -q --refresh > /dev/null || true`;
  return ['/bin/sh', '-c', text, 'nightwatch', workDirectory];
}
