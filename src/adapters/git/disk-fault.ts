// Tells a disk that takes no more from a mistake of ours: room can be made, and then the work goes on.
import { Transient } from '../../ports.ts';

const codes = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);
/** In git's own words, which it has from the system (LC_ALL=C). */
const words = /No space left on device|Disk quota exceeded|Read-only file system|out of disk ?space/i;

/** A `Transient` when the disk is to blame, else the error as it is. */
export function asDiskFault(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const isFull = codes.has(String(code)) || words.test(String(message));
  return isFull ? new Transient('There is no room on the disk for the source.', { cause: error }) : error;
}
