// Identifies this process, so that a later one can tell whether it is still running. Leases, containers and temporary folders
// carry the identity of the process that owns them.
//
// A pid alone is not enough: pids are reused, and in a container every process is pid 1. On Linux, boot id, pid namespace, pid
// and start time identify a process. Where these cannot be read or compared (another machine, container or operating system),
// liveness is unknown, and only the expiry of its leases tells that a process is gone.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** `host/namespace/pid/start/uuid`; unique, even when called twice in one process. */
export function newProcessIdentity(): string {
  return [hostname(), namespaceId() ?? unknown, process.pid, startOf(process.pid) ?? unknown, randomUUID()].join('/');
}

export function livenessOf(processIdentity: string): 'alive' | 'dead' | 'unknown' {
  const [, start, pid, namespace] = processIdentity.split('/').reverse();
  if (!start || !pid || namespace === unknown || namespace !== namespaceId()) return 'unknown';
  const seen = startOf(Number(pid));
  if (seen !== null) return seen === start ? 'alive' : 'dead';
  return isAbsent(Number(pid)) ? 'dead' : 'unknown';
}

const unknown = '-';

/** The scope in which pids are comparable: this boot of this kernel, and this pid namespace. */
function namespaceId(): string | null {
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

/** When a process started, in clock ticks since boot; `ended` for a zombie; null when it cannot be read. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, which may hold spaces and parentheses: https://man7.org/linux/man-pages/man5/proc.5.html
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? null);
  } catch {
    return null; // No such process, or /proc hides other users' processes.
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
