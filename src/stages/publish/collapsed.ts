// Which changes GitHub may keep folded or call binary because of an attribute: a person would approve what was not shown.
import type { Tree } from '../../ports.ts';

/** Those of these paths that a `.gitattributes` of the tree may mark as binary, without diff, or generated. Never too few. */
export async function collapsedOnGitHub(paths: readonly string[], tree: Tree): Promise<string[]> {
  const folders = new Set(paths.flatMap(foldersAbove));
  const rules = new Map<string, readonly string[][]>();
  for (const folder of folders) {
    const file = await tree.read(`${folder}.gitattributes`);
    if (file) rules.set(folder, linesOf(file.text));
  }
  const macros = new Set([...rules.values()].flat().flatMap(macroOf));
  const marks = (path: string, folder: string) =>
    (rules.get(folder) ?? []).some(
      ([pattern = '', ...attributes]) => hides(attributes, macros) && mayMatch(pattern, path.slice(folder.length)),
    );
  return paths.filter(path => foldersAbove(path).some(folder => marks(path, folder)));
}

/** Of `a/b.x`: the root and `a/`. */
function foldersAbove(path: string): string[] {
  return [...path.matchAll(/^|\//g)].map(({ index }) => (index === 0 ? '' : path.slice(0, index + 1)));
}

/** Words of lines; a pattern in quotes is one that may match anything. */
function linesOf(text: string): string[][] {
  const lines = text.split('\n').map(line => line.trim().replace(/^"[^"]*"/, '*'));
  return lines.filter(line => line !== '' && !line.startsWith('#')).map(line => line.split(/\s+/));
}

/** `[attr]name -diff` gives `-diff` another name. */
function macroOf([first = '', ...attributes]: readonly string[]): string[] {
  return first.startsWith('[attr]') && hides(attributes, new Set()) ? [first.slice('[attr]'.length)] : [];
}

function hides(attributes: readonly string[], macros: ReadonlySet<string>): boolean {
  return attributes.some(each => /^(?:-diff|binary|linguist-generated(?:=true)?)$/.test(each) || macros.has(each));
}

/** By what stands before the first wildcard and after the last one: no pattern of a repository is run. */
function mayMatch(pattern: string, path: string): boolean {
  const isAnchored = /\/./.test(pattern);
  const name = isAnchored ? path : path.slice(path.lastIndexOf('/') + 1);
  const [head = '', ...rest] = pattern.replace(/^\//, '').split(/[*?[\]\\]/);
  return rest.length === 0 ? name === head : name.startsWith(head) && name.endsWith(rest.at(-1) ?? '');
}
