// Tells a full disk from a bug of ours: once there is space, the work can go on.
import { Transient } from '../../ports.ts';

const codes = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);
/** The system's messages, as git quotes them (LC_ALL=C). */
const words = /No space left on device|Disk quota exceeded|Read-only file system|out of disk ?space/i;

/** A `Transient` if the disk is full, else the error itself. */
export function asDiskFault(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const isFull = codes.has(String(code)) || words.test(String(message));
  return isFull ? new Transient('The disk is full: no space for the source.', { cause: error }) : error;
}
