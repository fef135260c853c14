// Digests as a receipt writes them. Canonical JSON (RFC 8785) has one text for each value, so a digest of it names the value.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Throws for what JSON cannot hold. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This value has no JSON.');
  return text;
}
