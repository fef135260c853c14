// The App's manifest: what `app.yml` asks for, with the addresses of this server.
// https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, parse, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Hook } from './address.ts';

const source = readFileSync(join(import.meta.dirname, '../../app.yml'), 'utf8');

const AppFile = z.object({
  name: z.string(),
  description: z.string(),
  url: z.url(),
  public: z.boolean(),
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
});

/** GitHub's limit for names of Apps. */
const longestName = 34;

export interface Registration {
  /** Of this server, without a path. */
  readonly origin: string;
  readonly hook: Hook;
  /** Undefined for the person's own account. */
  readonly organization: string | undefined;
}

/** The manifest as GitHub's form takes it. */
export function manifestFor({ origin, hook, organization }: Registration): string {
  const app = AppFile.parse(parse(source));
  return JSON.stringify({
    ...app,
    // Names of Apps are unique on all of GitHub; the person can still change it there.
    name: organization ? `${app.name} ${organization}`.slice(0, longestName).trim() : app.name,
    hook_attributes: { url: hook.url, active: true },
    redirect_url: `${origin}/setup/callback`,
    // GitHub leads everyone there who installs the App, so it must be an address that others reach.
    ...(hook.kind === 'direct' ? { setup_url: `${origin}/installed` } : {}),
  });
}

/** Where a browser posts the manifest to. */
export function registrationUrl(githubUrl: string, organization: string | undefined, state: string): string {
  const owner = organization ? `/organizations/${encodeURIComponent(organization)}` : '';
  return `${githubUrl}${owner}/settings/apps/new?state=${state}`;
}

export interface Permission {
  /** As GitHub's pages call it: `pull requests`. */
  readonly name: string;
  readonly access: string;
  /** From the comment above it. */
  readonly why: string;
}

/** What `app.yml` asks for, each with its reason. */
export function permissions(): Permission[] {
  const map = parseDocument(source).get('default_permissions');
  if (!isMap(map)) return [];
  return map.items.map(({ key, value }, index) => {
    // The parser takes the first one for a comment on the whole list.
    const comment = index === 0 ? map.commentBefore : isScalar(key) && key.commentBefore;
    const why = (comment || '').replaceAll('\n', ' ').trim();
    return { name: String(key).replaceAll('_', ' '), access: String(value), why };
  });
}
