// Files of the tree as text, and what one parse of each gives. Which language reads a file is asked of its path.
import type { ParsedSource, Unit } from '../languages/contract/source.ts';
import { languageOf } from '../languages/languages.ts';
import type { Tree } from '../ports.ts';

export interface Text {
  readonly path: string;
  readonly text: string;
}

export interface SourceFile extends Text, ParsedSource {}

/** Lines; a file of no known language is shown in parts of this length. */
const partLength = 40;

/** Files that can be read as text, in the order of their paths here. */
export async function readAll(tree: Tree, paths: readonly string[]): Promise<Text[]> {
  const files: Text[] = [];
  // One after the other: each read starts a git process, and forty at once would hold the event loop for half a second.
  for (const path of new Set(paths)) {
    const file = await tree.read(path);
    if (file) files.push(file);
  }
  return files;
}

/** Parses a file once for everything that a prompt needs of it. */
export function sourceFile({ path, text }: Text): SourceFile {
  return { path, text, ...(languageOf(path)?.source.parse(text) ?? withoutLanguage(text)) };
}

function withoutLanguage(text: string): ParsedSource {
  const lines = text.split('\n').length;
  const units = Array.from({ length: Math.ceil(lines / partLength) }, (_, at): Unit => {
    const from = at * partLength + 1;
    const to = Math.min(lines, from + partLength - 1);
    return { kind: 'statements', names: [], className: null, isConstructor: false, from, to };
  });
  return { blocks: [], units, imports: [], tables: [], documentationLines: [] };
}
