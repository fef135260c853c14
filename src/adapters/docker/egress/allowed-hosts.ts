// The hosts that setup may reach in every job: where distributions and GitHub keep packages and code. A language's registries are
// its own; the operator lists more (`SANDBOX_ALLOWED_HOSTS`).

export interface AllowedHost {
  /** In lower case and ASCII; an IPv6 address in brackets. */
  readonly host: string;
  /** Stands for all names below the host, and not for the host itself. */
  readonly subdomains: boolean;
  readonly ports: readonly number[];
}

/** Of `host` or `*.host`: the ports of the web. */
export function webHost(name: string): AllowedHost {
  return { host: name.replace(/^\*\./, ''), subdomains: name.startsWith('*.'), ports: [80, 443] };
}

export const hostsOfEveryJob: readonly AllowedHost[] = [
  ...['deb.debian.org', '*.deb.debian.org', 'security.debian.org', 'ftp.debian.org', 'archive.debian.org'],
  ...['archive.ubuntu.com', '*.archive.ubuntu.com', 'security.ubuntu.com', 'ports.ubuntu.com', 'keyserver.ubuntu.com'],
  ...['ppa.launchpadcontent.net', 'dl-cdn.alpinelinux.org', 'apt.postgresql.org', 'packages.microsoft.com'],
  ...['github.com', 'api.github.com', 'codeload.github.com', 'raw.githubusercontent.com', 'ghcr.io'],
  ...['objects.githubusercontent.com', 'release-assets.githubusercontent.com', 'media.githubusercontent.com'],
  ...['pkg-containers.githubusercontent.com', 'npm.pkg.github.com'],
].map(webHost);
