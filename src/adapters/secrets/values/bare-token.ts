// Tokens without a name and of no known kind: long, of three kinds of characters, and not like words.
import type { Finding } from '../replace.ts';
import { entropy } from './entropy.ts';
import { isPlaceholder } from './placeholder.ts';
import { publicBlocks } from './public-blocks.ts';
import { wordShare } from './random.ts';
import type { Run } from './runs.ts';

const longest = 120;
/** Checksums of lock files and images, data in URLs, public ids, the public parts of a JSON web key. */
const before =
  /(?:sha\d{1,3}|md5|blake2b?|h1|base64|integrity|checksum|digest|etag|hash|nonce|cksum|client_?id|node_?id|["'](?:x|y|n|kid|x5t))["']?[\s:=,-]{1,4}["'(]{0,2}$/i;

export function bareTokens(text: string, runs: readonly Run[]): Finding[] {
  const findings: Finding[] = [];
  const isPublished = publicBlocks(text);
  for (const { text: run, index } of runs) {
    const value = run.replace(/[.~-]{1,8}$/, '');
    if (
      !/^[A-Za-z0-9]/.test(value) ||
      value.length > longest ||
      !isToken(value) ||
      isPlaceholder(value) ||
      isPublished(index) ||
      before.test(text.slice(Math.max(0, index - 24), index))
    )
      continue;
    findings.push({ start: index, end: index + value.length, value });
  }
  return findings;
}

function isToken(value: string): boolean {
  if (value.length < 24 || !/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d.*\d/.test(value)) return false;
  // Paths, addresses, versions and lists of words have parts; a token's are long.
  const parts = value.split(/[^A-Za-z0-9]+/);
  const [longestPart = ''] = parts.toSorted((a, b) => b.length - a.length);
  if (longestPart.length < 16 || /^(?:[a-z]+|[A-Z]+)$/.test(longestPart)) return false;
  return parts.length <= 5 && entropy(value) >= 4.1 && wordShare(value) < 0.3 && !isPublic(value);
}

/** Digests, public keys of SSH, and text in base64, which is read for itself. */
function isPublic(value: string): boolean {
  return isDigest(value) || /^AAAA[BCE][23][NV][zj]/.test(value) || isReadable(Buffer.from(value, 'base64'));
}

function isReadable(bytes: Buffer): boolean {
  return bytes.length >= 16 && bytes.every(byte => byte === 10 || (byte >= 32 && byte < 127));
}

/** `sha512-…`, and names that end in a digest. */
export function isDigest(value: string): boolean {
  return /^(?:sha\d|h1|nonce-)|(?:^|[._/-])[0-9a-f]{16,}(?:[._/-]|$)|(?:^|[._/-])[0-9A-F]{16,}(?:[._/-]|$)/.test(value);
}
