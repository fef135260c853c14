// Syntax trees by tree-sitter, which is error-tolerant: a text with a syntax error still has a structure.
import { createRequire } from 'node:module';
import treeSitter, { type Node, type Parser } from '@vscode/tree-sitter-wasm';

export type { Node };

/** In characters; a longer text is data rather than code, and not worth the time. */
const longest = 400_000;

await treeSitter.Parser.init();
const parsers = { python: await parserOf('python'), bash: await parserOf('bash') };
export type Grammar = keyof typeof parsers;

/** The result of `read` on the text's syntax tree; null when the text is too long. The tree is freed afterwards. */
export function fromSyntax<T>(grammar: Grammar, text: string, read: (root: Node) => T): T | null {
  const tree = text.length > longest ? null : parsers[grammar].parse(text);
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

async function parserOf(name: string): Promise<Parser> {
  const file = createRequire(import.meta.url).resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`);
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(file));
  return parser;
}
