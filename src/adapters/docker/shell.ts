// Shell scripts that run inside a container: they need only a POSIX sh and the standard tools.
import { posix } from 'node:path';
import type { Script } from '../../incident/reproduction.ts';

/** Path of a command's script while it runs; constant, because tracebacks name it. */
const scriptFile = '/tmp/nightwatch-script';

/** Where tools install programs for their user, at the front of the runner's PATH as on GitHub's machine. */
const userPrograms = '$HOME/.local/bin';

/**
 * The command line that runs a script read from standard input. GitHub's log names the shell by its path on GitHub's machine
 * (`/usr/bin/bash -e {0}`); here PATH finds it. stdout and stderr share one pipe, so that they stay in order.
 */
export function scriptWords(
  { shell, directory }: Pick<Script, 'shell' | 'directory'>,
  workDirectory: string,
): string[] {
  const [program = 'sh', ...options] = shell.trim().split(/\s+/);
  const line = [posix.basename(program), ...options];
  const words = line.includes('{0}') ? line.map(word => (word === '{0}' ? scriptFile : word)) : [...line, scriptFile];
  const text = `cat > "$1" && cd "$2" && shift 2 && export PATH="${userPrograms}:$PATH" && exec "$@" 2>&1 < /dev/null`;
  return ['/bin/sh', '-c', text, 'nightwatch', scriptFile, posix.join(workDirectory, directory), ...words];
}

/**
 * Fills a fresh work tree from a tar stream and records what came from git, as root. Then makes the image behave like GitHub's:
 * apt asks nothing, and `sudo` runs the command as it is, since setup is root anyway. In later runs, which are not, apt does
 * nothing: the first run has installed what a failing step installs.
 */
export function fillWords(workDirectory: string): string[] {
  const text = `set -e
mkdir -p "$1" ${notes}
cd "$1"
tar -xf -
find . -depth -mindepth 1 ! -type d -print0 > ${notes}/files
find . -depth -mindepth 1 -type d -print0 > ${notes}/directories
command -v sudo > /dev/null || { printf '%s\\n' "$2" > /usr/local/bin/sudo && chmod 755 /usr/local/bin/sudo; }
for apt in apt apt-get; do
  [ -x /usr/bin/$apt ] || continue
  printf '#!/bin/sh\\n[ "$(id -u)" = 0 ] || exit 0\\nexec /usr/bin/%s --assume-yes "$@"\\n' $apt > /usr/local/bin/$apt
  chmod 755 /usr/local/bin/$apt
done`;
  return ['/bin/sh', '-c', text, 'nightwatch', workDirectory, sudo];
}

const sudo = `#!/bin/sh
while :; do
  case "$1" in
    -u | -g) shift 2 ;;
    -*) shift ;;
    *) exec env "$@" ;;
  esac
done`;

/**
 * Replaces the recorded tree with another, as the runner. Files that setup created stay, `.git` with them. Directories are
 * removed only once they are empty. Git notes the new files' times, since scripts may ask it without a comparison.
 */
export function refillWords(workDirectory: string): string[] {
  const text = `set -e
cd "$1"
xargs -0 rm -f -- < ${notes}/files
xargs -0 rmdir -- < ${notes}/directories 2> /dev/null || true
tar -xf -
[ ! -d .git ] || ! command -v git > /dev/null || git update-index -q --refresh > /dev/null || true`;
  return ['/bin/sh', '-c', text, 'nightwatch', workDirectory];
}

/**
 * Finishes setup, as root: creates the runner's user and gives it its home. Folders named in `caches` hold compiled code and are
 * removed, since it could outlive a change of its source.
 */
export function finishWords(workDirectory: string, caches: readonly string[]): string[] {
  const text = `set -e
tree="$1"
shift
for cache; do find "$tree" -type d -name "$cache" -prune -exec rm -rf {} +; done
rm -rf /tmp/*
grep -q '^[^:]*:[^:]*:1001:' /etc/group || echo 'runner:x:1001:' >> /etc/group
grep -q '^[^:]*:[^:]*:1001:' /etc/passwd || echo 'runner:x:1001:1001::/home/runner:/bin/sh' >> /etc/passwd
chown -hR 1001:1001 /home/runner`;
  return ['/bin/sh', '-c', text, 'nightwatch', workDirectory, ...caches];
}

/** For root: prints how many processes the kernel has OOM-killed (cgroup v2, else v1). */
export const oomKillText = `for file in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
  [ -r "$file" ] && while read -r name count; do [ "$name" = oom_kill ] && echo "$count"; done < "$file"
done
true`;

/**
 * For root: kills all remaining processes but the shell and the container's first, so that they cannot interfere with the next
 * command, waits until they are gone, and counts. Built-ins only: after a fork bomb there is no room to fork.
 */
export const settleText = `kill -9 -1 2> /dev/null
rounds=0
while set -- /proc/[0-9]*; [ $# -gt 2 ] && [ $rounds -lt 10000 ]; do rounds=$((rounds + 1)); done
${oomKillText}`;

/** For root: prints the free and all blocks and files of each file system that the runner may write to in memory. */
export const roomText = "stat -f -c 'room %f %b %d %c' /home/runner /tmp /var/tmp 2> /dev/null; true";

/** Whether one of them is full. What is left of a failed write may be little, and is not nothing. */
export function isFull(room: string): boolean {
  return [...room.matchAll(/^room (\d+) (\d+) (\d+) (\d+)$/gm)]
    .map(numbers => numbers.slice(1).map(Number))
    .some(([blocks = 1, allBlocks = 1, files = 1, allFiles = 1]) => blocks * 100 < allBlocks || files * 100 < allFiles);
}

export function writeWords(path: string): string[] {
  return ['/bin/sh', '-c', 'mkdir -p "$1" && cat > "$2"', 'nightwatch', posix.dirname(path), path];
}

/** For root, while nothing else runs: fails unless it is a regular file of at most so many bytes. */
export const readText = '[ -f "$1" ] && [ ! -L "$1" ] && [ "$(wc -c < "$1")" -le "$2" ] && cat "$1"';

/** Folder of what this adapter notes in an environment; only root writes there. */
export const notes = '/var/lib/nightwatch';
