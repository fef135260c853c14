// Where this server is reached, and which requests came there: the defence against pages of other sites.
import type { Config } from '../config.ts';

export interface Address {
  /** Without a path: `http://localhost:3000`. */
  readonly origin: string;
  /** Also those of this machine: all that a browser may be led here by. */
  readonly origins: readonly string[];
}

export function addressOf({ host, publicUrl }: Config['server'], port: number): Address {
  const own = isWildcard(host) ? 'localhost' : bracketed(host);
  // A URL leaves the port out that goes without saying, as a browser does.
  const local = [own, 'localhost', '127.0.0.1', '[::1]'].map(name => new URL(`http://${name}:${port}`).origin);
  const origin = publicUrl ?? local[0] ?? '';
  return { origin, origins: [...new Set([origin, ...local])] };
}

/** Whether the browser was led here by an address of ours: any site can point a name of its own at this machine. */
export function isOurHost({ origins }: Address, host: string | undefined): boolean {
  return origins.some(origin => new URL(origin).host === host?.toLowerCase());
}

/** Whether a form came from a page of ours. Browsers send the origin with every form; `null` hides another one. */
export function isOurOrigin({ origins }: Address, origin: string | undefined): boolean {
  return origin !== undefined && origins.includes(origin);
}

/** Listening on all addresses. */
function isWildcard(host: string): boolean {
  return ['0.0.0.0', '[::]'].includes(bracketed(host));
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Where GitHub sends events to; undefined when it has no way to this server yet. */
export function hookUrlOf({ server, webhooks }: Pick<Config, 'server' | 'webhooks'>): string | undefined {
  return server.publicUrl === undefined ? webhooks.proxyUrl : `${server.publicUrl}${webhooks.path}`;
}
