// Reads requirement files for what they lead to: other such files, or the tree.
import { posix } from 'node:path';
import type { DependencySource } from '../../../contract/building.ts';

/** A project with no more is enough for any; a chain that goes on is not followed. */
const most = 30;

/** These files and all that they name; null when one is missing or leads to code of the tree. */
export async function requirementsOf(
  named: readonly string[],
  source: DependencySource,
): Promise<readonly string[] | null> {
  const found = new Set<string>();
  const left = [...named];
  for (let path = left.shift(); path !== undefined; path = left.shift()) {
    if (found.has(path)) continue;
    const text = found.size < most ? await source.read(path) : null;
    const more = text === null ? null : filesIn(text);
    if (more === null) return null;
    found.add(path);
    left.push(...more.map(file => posix.join(posix.dirname(path), file)));
  }
  return [...found];
}

/** Null when a line is none of the known forms. */
function filesIn(text: string): readonly string[] | null {
  const files: string[] = [];
  for (const line of linesOf(text)) {
    if (isRequirement(line) || isSetting(line)) continue;
    const file = /^(?:-[rc]|--(?:requirement|constraint))[\s=]*([^\s=$].*)$/.exec(line)?.[1];
    if (file === undefined) return null;
    files.push(file);
  }
  return files;
}

/** Continued lines joined, without comments and without the hashes of the files to download. */
function linesOf(text: string): readonly string[] {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map(line => line.replace(/(?:^|\s)#.*/s, ''))
    .map(line => (line.split(' --hash=')[0] ?? '').trim())
    .filter(line => line !== '');
}

/** Options that choose among a registry's files. */
function isSetting(line: string): boolean {
  const [option = '', ...values] = line.split(/[\s=]+/);
  if (['--pre', '--prefer-binary', '--require-hashes'].includes(option)) return values.length === 0;
  if (['--no-binary', '--only-binary', '--trusted-host'].includes(option)) return values.length === 1;
  return ['-i', '--index-url', '--extra-index-url'].includes(option) && /^https?:\/\//.test(values[0] ?? '');
}

const archive = /\.(?:whl|zip|gz|bz2|tgz|tar)$/i;
const ofRegistry = /^[A-Za-z0-9][\w.-]*(?:[\s[<>=!~;][\w.,\s<>=!~*+;'"()[\]-]*)?$/;
const ofAddress = /^(?:[A-Za-z0-9][\w.,[\]-]*\s*@\s*)?(?:git\+)?https:\/\/[^$]+$/;

/** A package of a registry or at an address, never one of the tree. */
export function isRequirement(text: string): boolean {
  return (ofRegistry.test(text) && !archive.test(text)) || ofAddress.test(text);
}
