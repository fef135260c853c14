// Whether a regular expression takes linear time, by https://makenowjust-labs.github.io/recheck/. It takes seconds for some, so
// those that are known to be linear are remembered in `linear.json`, by their hashes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { checkSync as Check } from 'recheck';
import type { Pattern } from './collect.ts';

export const rememberedFile = join(import.meta.dirname, 'linear.json');

/** The build that needs no other program and no worker. */
const { checkSync } = createRequire(import.meta.url)('recheck/lib/browser.js') as { checkSync: typeof Check };

/** In ms. What is not judged by then is refused: it is not simple enough. */
const timeout = 120_000;

export function hashOf(pattern: Pattern): string {
  return createHash('sha256')
    .update(`/${pattern.source}/${relevant(pattern)}`)
    .digest('hex')
    .slice(0, 16);
}

/** Flags that change what matches. A sticky pattern is tried at one place after the other, like a global one. */
function relevant({ flags }: Pattern): string {
  return flags.replace(/[dgy]/g, '');
}

export function remembered(): ReadonlySet<string> {
  return new Set(JSON.parse(readFileSync(rememberedFile, 'utf8')) as string[]);
}

/** A sentence with a text that takes long; null for a linear pattern. */
export function objection(pattern: Pattern): string | null {
  if (isBounded(pattern.source)) return null;
  const { file, source, flags } = pattern;
  const found = checkSync(source, relevant(pattern), { timeout });
  if (found.status === 'safe') return null;
  const why =
    found.status === 'vulnerable' ? `${found.complexity.summary}, as on ${found.attack.pattern}` : 'too hard to judge';
  return `${file}: /${source}/${flags} is ${why}`;
}

/** How often anything may repeat in a pattern that takes the same time from each start, whatever the text. */
const most = 1_024;

/** Nothing repeats without a limit: the time from each start is limited, too. A fuzzer takes a high limit for none. */
function isBounded(source: string): boolean {
  const plain = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const limits = [...plain.matchAll(/\{\d+,?(\d*)\}/g)].map(([whole, limit]) =>
    whole.includes(',') ? Number(limit || Number.POSITIVE_INFINITY) : 0,
  );
  return !/[*+]/.test(plain) && limits.every(limit => limit <= most);
}
