// The package index that setup installs from: the variables of each language's installers, as the operator set them for us.
import { allLanguages } from '../languages/languages.ts';

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

/** User names and passwords in the URLs, as written and decoded. */
export function packageIndexSecrets(index: PackageIndex): string[] {
  const urls = Object.keys(index).flatMap(name => (isAddress(name) ? urlsIn(index[name]) : []));
  const parts = urls.flatMap(url => (url ? [url.username, url.password] : []));
  return [...new Set(parts.flatMap(part => [part, decoded(part)]))].filter(part => part !== '');
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
