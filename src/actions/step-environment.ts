// The environment of a step in the sandbox: CI's, without secrets and without what exists only on GitHub's runner.
import { isMasked } from './masked/masked-text.ts';

/** `env` as logged; what is masked in it is left out. The sandbox itself sets what every job has (`CI`, `GITHUB_WORKSPACE`). */
export function stepEnvironment(env: Readonly<Record<string, string>>): {
  env: Record<string, string>;
  notes: readonly string[];
} {
  const entries = Object.entries(env);
  const secret = entries.filter(([, value]) => isMasked(value)).map(([name]) => name);
  const kept = entries
    .map(([name, value]) => [name, name === 'PATH' ? pathHere(value) : value] as const)
    .filter(([name, value]) => !secret.includes(name) && !value.includes('/opt/hostedtoolcache/'));
  const notes = secret.length > 0 ? [`Secrets are not available in the sandbox: ${secret.join(', ')}.`] : [];
  return { env: Object.fromEntries(kept), notes };
}

/** Folders that steps prepended to the runner's PATH, prepended to the image's. */
function pathHere(value: string): string {
  const own = value.split(':').filter(folder => /^\/(?:home\/runner|__w|github)\/|^\/root\//.test(folder));
  return [...own, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':');
}
