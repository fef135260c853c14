// An App made from a manifest, as on GitHub's page "Register new GitHub App".
// https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { emitPing } from '../events/webhooks.ts';
import type { App, User } from '../state/accounts.ts';
import type { World } from '../state/world.ts';
import { registerApp } from './registration.ts';

const address = z.url({ protocol: /^https?$/ });

/** All that GitHub's documentation lists; a misspelt field is refused here, and ignored there. */
export const Manifest = z.strictObject({
  name: z.string().min(1).max(34).optional(),
  url: address,
  hook_attributes: z.strictObject({ url: address, active: z.boolean().optional() }).optional(),
  redirect_url: address,
  callback_urls: z.array(address).max(10).optional(),
  setup_url: address.optional(),
  description: z.string().optional(),
  public: z.boolean().optional(),
  default_events: z.array(z.string()).optional(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  request_oauth_on_install: z.boolean().optional(),
  setup_on_update: z.boolean().optional(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Answers the code that is redeemed for the credentials. Throws when an App has the name already. */
export function createFromManifest(world: World, given: { manifest: Manifest; name: string; owner: User }): string {
  const { manifest, name, owner } = given;
  const slug = name.toLowerCase().replaceAll(/[^a-z\d]+/g, '-');
  if (world.apps.some(app => app.slug === slug)) throw new Error('Name is already in use');
  const { publicKey, privateKey } = keyPair();
  const app = registerApp(world, {
    appId: world.nextId(),
    slug,
    name,
    publicKey,
    webhookUrl: manifest.hook_attributes?.url ?? '',
    webhookSecret: randomBytes(20).toString('hex'),
    permissions: manifest.default_permissions ?? {},
    events: manifest.default_events ?? [],
    owner,
    setupUrl: manifest.setup_url,
  });
  emitPing(world, app);
  const code = randomBytes(20).toString('hex');
  world.registrations.set(code, { app, privateKey });
  return code;
}

/** Once: undefined for a code that was never given out, or redeemed before. */
export function redeem(world: World, code: string): { app: App; privateKey: string } | undefined {
  const registration = world.registrations.get(code);
  world.registrations.delete(code);
  return registration;
}

function keyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}
