// The hosts that setup may reach beside the registries, as the operator lists them.

export interface AllowedHost {
  /** In lower case and ASCII; an IPv6 address in brackets. */
  readonly host: string;
  /** Stands for all names below the host, and not for the host itself. */
  readonly subdomains: boolean;
  readonly ports: readonly number[];
}

export const webPorts: readonly number[] = [80, 443];

/** Of words like `example.com`, `*.example.com`, `10.0.0.5:8080` and `[fd00::5]`; null when one is not of this form. */
export function allowedHosts(text: string): readonly AllowedHost[] | null {
  const hosts = text
    .split(/[\s,]+/)
    .filter(word => word !== '')
    .map(allowedHost);
  return hosts.every(host => host !== null) ? hosts : null;
}

function allowedHost(word: string): AllowedHost | null {
  const [, wildcard, name, port] = /^(\*\.)?([^/@?#*\\]+?)(?::(\d{1,5}))?$/.exec(word) ?? [];
  // A URL spells a host as the proxy compares it.
  const host = name === undefined ? null : (URL.parse(`http://${name}:1`)?.hostname.replace(/\.$/, '') ?? null);
  if (host === null || (wildcard && isAddress(host)) || Number(port ?? 1) > 65_535) return null;
  return { host, subdomains: Boolean(wildcard), ports: port ? [Number(port)] : webPorts };
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^[\d.]+$/.test(host);
}
