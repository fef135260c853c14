// Where this server is reached, and which requests came there: the defence against pages of other sites.
import type { Config } from '../config.ts';

export interface Address {
  /** Without a path: `http://localhost:3000`. */
  readonly origin: string;
  /** Also those of this machine: all that a browser may be led here by. */
  readonly origins: readonly string[];
}

export function addressOf({ host, publicUrl }: Config['server'], port: number): Address {
  const local = [host, 'localhost', '127.0.0.1', '::1'].map(name => ownOrigin(name, port));
  const origin = publicUrl ?? ownOrigin(host, port);
  return { origin, origins: [...new Set([origin, ...local])] };
}

/** How this machine reaches a server that listens there. */
export function ownOrigin(host: string, port: number): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const name = ['0.0.0.0', '[::]'].includes(bracketed) ? 'localhost' : bracketed;
  // A URL leaves the port out that goes without saying, as a browser does.
  return new URL(`http://${name}:${port}`).origin;
}

/** Whether the browser was led here by an address of ours: any site can point a name of its own at this machine. */
export function isOurHost({ origins }: Address, host: string | undefined): boolean {
  return origins.some(origin => new URL(origin).host === host?.toLowerCase());
}

/** Whether a form came from a page of ours. Browsers send the origin with every form; `null` hides another one. */
export function isOurOrigin({ origins }: Address, origin: string | undefined): boolean {
  return origin !== undefined && origins.includes(origin);
}

export type Hook =
  /** GitHub reaches this server itself. */
  | { readonly kind: 'direct'; readonly url: string }
  /** By way of a smee.io channel. */
  | { readonly kind: 'relayed'; readonly url: string };

/** Where GitHub sends events to; null when it has no way to this server yet. */
export function hookOf({ server, webhooks, githubUrl }: HookConfig): Hook | null {
  const { publicUrl } = server;
  // An address of this machine leads here only from a GitHub on this machine.
  const isReached = publicUrl !== undefined && (!isLoopback(publicUrl) || isLoopback(githubUrl));
  if (isReached) return { kind: 'direct', url: `${publicUrl}${webhooks.path}` };
  return webhooks.proxyUrl === undefined ? null : { kind: 'relayed', url: webhooks.proxyUrl };
}

type HookConfig = Pick<Config, 'server' | 'webhooks' | 'githubUrl'>;

function isLoopback(url: string): boolean {
  return /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);
}
