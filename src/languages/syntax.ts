// Python's syntax, read by tree-sitter: forgiving, so that a file with an error in it still has a structure.
import { createRequire } from 'node:module';
import treeSitter, { type Node } from '@vscode/tree-sitter-wasm';

export type { Node };

/** Characters; a longer text is data rather than code, and not worth the time. */
const longest = 400_000;

await treeSitter.Parser.init();
const grammar = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm');
const parser = new treeSitter.Parser();
parser.setLanguage(await treeSitter.Language.load(grammar));

/** What `read` makes of the text's syntax tree; null when the text is too long. The tree is gone afterwards. */
export function fromSyntax<T>(text: string, read: (root: Node) => T): T | null {
  const tree = text.length > longest ? null : parser.parse(text);
  if (!tree) return null;
  try {
    return read(tree.rootNode);
  } finally {
    tree.delete();
  }
}

/** All nodes of these types, in order of appearance. */
export function nodesOf(root: Node, ...types: readonly string[]): Node[] {
  return root.descendantsOfType([...types]).filter(node => node !== null);
}
