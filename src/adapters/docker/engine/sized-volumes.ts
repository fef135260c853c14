// The file systems in memory that a workspace may write to. The kernel limits them in bytes and in files, and counts them as memory.
import { runnerHome } from '../../../incident/runner-places.ts';
import { type Limits, mebibyte } from './container.ts';
import { bytesPerFile } from './disk.ts';

/** What one of them holds at most; half of the memory, since the suite needs some. */
export function volumeBytes({ memoryMb, diskMb }: Limits): number {
  return Math.floor(Math.min(memoryMb / 2, diskMb)) * mebibyte;
}

export function volumeFiles(bytes: number): number {
  return Math.floor(bytes / bytesPerFile);
}

/** For every workspace. Executable where tests write programs and run them. */
export function temporaryFolders(limits: Limits): Record<string, string> {
  const bytes = volumeBytes(limits);
  return {
    '/tmp': volume('exec,mode=1777', bytes),
    '/dev/shm': volume('noexec,mode=1777', Math.min(64 * mebibyte, bytes)),
  };
}

/** For a workspace with a read-only root: whatever else the runner may write to in an image, and `notes`, where only root does. */
export function writableFolders(limits: Limits, notes: string): Record<string, string> {
  const bytes = volumeBytes(limits);
  return {
    [runnerHome]: volume('exec,mode=755,uid=1001,gid=1001', bytes),
    '/var/tmp': volume('exec,mode=1777', bytes),
    '/run/lock': volume('noexec,mode=1777', mebibyte),
    [notes]: volume('noexec,mode=755', mebibyte),
  };
}

/**
 * In place of the volumes that an image asks for: they would be on disk, where no measure of a container finds them. What the image
 * has in these folders is not seen; neither was what setup wrote there, since a saved container has no volumes.
 */
export function volumesInMemory(folders: readonly string[], limits: Limits): Record<string, string> {
  return Object.fromEntries(folders.map(folder => [folder, volume('exec,mode=1777', volumeBytes(limits))]));
}

function volume(options: string, bytes: number): string {
  return `rw,nosuid,nodev,${options},size=${bytes},nr_inodes=${volumeFiles(bytes)}`;
}
