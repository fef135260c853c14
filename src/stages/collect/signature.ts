// The signature of a failure: runs that fail alike share it, wherever and whenever they ran.
import { createHash } from 'node:crypto';
import { repositoryPath } from '../../actions/repository-path.ts';
import type { Failure } from '../../incident/evidence.ts';

/** 16 hex digits: a hash of failing test ids and error types, or of the masked error lines if there are no failures. */
export function signatureOf(failures: readonly Failure[], fallbackLines: readonly string[]): string {
  const parts = failures.length > 0 ? failures.map(partOf) : fallbackLines.map(masked);
  const sorted = [...new Set(parts)].toSorted();
  return createHash('sha256').update(sorted.join('\n')).digest('hex').slice(0, 16);
}

function partOf({ testId, errorType }: Failure): string {
  return `${masked(repositoryPath(testId).file)}|${errorType ?? ''}`;
}

/** Masks what varies between runs: times, addresses, hashes, temporary folders, numbers with a unit. */
export function masked(line: string): string {
  return line
    .slice(0, 1000)
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?Z?/g, '<time>')
    .replace(/\b\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?\b/g, '<time>')
    .replace(/0x[0-9a-fA-F]{4,16}\b/g, '<address>')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>')
    .replace(/\b[0-9a-f]{12,64}\b/g, '<hash>')
    .replace(/\/tmp\/[^\s'":]{1,200}/g, '<temporary>')
    .replace(/\b\d{1,12}(?:\.\d{1,12})?\s?(?:ms|s|seconds?|MB|GB|kB|KiB|MiB|%)(?![\w])/g, '<figure>')
    .replace(/\/(?:home\/runner\/work|__w)\/[^/\s]{1,100}\/[^/\s]{1,100}\//g, '');
}
