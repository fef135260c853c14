// The package index that setup installs from: the variables of each language's installers, as the operator set them for us.
import { allLanguages } from '../languages/languages.ts';
import { type AllowedHost, webPorts } from './allowed-hosts.ts';

/** By name; only the ones that are set. */
export type PackageIndex = Readonly<Record<string, string>>;

export function packageIndexOf(given: Readonly<Record<string, string | undefined>>): PackageIndex {
  const names = allLanguages.flatMap(({ building }) => building.indexVariables);
  return Object.fromEntries(names.flatMap(name => (given[name] ? [[name, given[name]]] : [])));
}

/** A sentence for each invalid value, with the variable's name. */
export function packageIndexProblems(index: PackageIndex): string[] {
  const wrong = Object.keys(index).filter(name => isAddress(name) && urlsIn(index[name]).some(url => url === null));
  return wrong.map(name => `${name}: expected http or https URLs`);
}

/** The hosts that setup must reach to install from it. */
export function packageIndexHosts(index: PackageIndex): AllowedHost[] {
  return urlsOf(index).map(({ hostname, port }) => ({
    host: hostname,
    subdomains: false,
    ports: port === '' ? webPorts : [Number(port)],
  }));
}

/** User names and passwords in the URLs, as written and decoded. */
export function packageIndexSecrets(index: PackageIndex): string[] {
  return credentialsIn(urlsOf(index));
}

/** User names and passwords, as written and decoded. */
export function credentialsIn(urls: readonly URL[]): string[] {
  const parts = urls.flatMap(({ username, password }) => [username, password]);
  return [...new Set(parts.flatMap(part => [part, decoded(part)]))].filter(part => part !== '');
}

function urlsOf(index: PackageIndex): URL[] {
  const urls = Object.keys(index).flatMap(name => (isAddress(name) ? urlsIn(index[name]) : []));
  return urls.filter(url => url !== null);
}

/** The others name hosts, or switch a check off. */
function isAddress(name: string): boolean {
  return /(?:url|index|mirror|registry)$/i.test(name);
}

/** Of a list like `https://a.test/simple name=https://b.test/simple`; null for a word that is no URL. */
function urlsIn(value = ''): (URL | null)[] {
  return value
    .trim()
    .split(/\s+/)
    .map(word => URL.parse(word.replace(/^[\w.-]+=/, '')))
    .map(url => (url && /^https?:$/.test(url.protocol) ? url : null));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A stray percent sign: then it is meant as it is.
  }
}
