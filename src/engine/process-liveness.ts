// Names one life of this process, so that a later one can tell whether it has ended. A lease and a container bear the name of
// the life they belong to.
//
// A pid alone says little: it comes again, and in containers every life is number 1. Linux tells the same process from another
// by boot, pid namespace, pid and start. Where that cannot be read or compared (another machine, another container, another
// system) nobody is called dead; such a life is known by its leases alone, which run out.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** `host/place/pid/start/uuid`; unique, even for two of one process. */
export function newLife(): string {
  return [hostname(), place() ?? unknown, process.pid, startOf(process.pid) ?? unknown, randomUUID()].join('/');
}

export function vitalSign(life: string): 'alive' | 'dead' | 'unknown' {
  const [, start, pid, where] = life.split('/').reverse();
  if (!start || !pid || where === unknown || where !== place()) return 'unknown';
  const seen = startOf(Number(pid));
  if (seen !== null) return seen === start ? 'alive' : 'dead';
  return isAbsent(Number(pid)) ? 'dead' : 'unknown';
}

const unknown = '-';

/** Where pids mean the same: this boot of this kernel, and this pid namespace of it. */
function place(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return createHash('sha256')
      .update(`${boot} ${readlinkSync('/proc/self/ns/pid')}`)
      .digest('hex')
      .slice(0, 12);
  } catch {
    return null; // Not Linux.
  }
}

/** When a process began, in ticks since the boot; `ended` for one that only waits to be buried; null when it cannot be read. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, which may hold spaces and parentheses: https://man7.org/linux/man-pages/man5/proc.5.html
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? null);
  } catch {
    return null; // There is none, or /proc hides other users' processes.
  }
}

function isAbsent(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH';
  }
}
