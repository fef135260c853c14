// What is code in a text and what is only comment, docstring or layout.
import type { Statement } from '../../../contract/rules.ts';
import { fromSyntax, type Node } from '../../../syntax.ts';
import { isDocstring } from '../../source/docstrings.ts';
import { constantString } from '../../source/literals.ts';

/** True when both texts have one syntax tree, comments and docstrings left out; false where one does not parse. */
export function isCommentOnly(before: string, after: string): boolean {
  const [one, other] = [before, after].map(text =>
    fromSyntax('python', text, root => (root.hasError ? null : codeOf(root))),
  );
  return one !== null && one !== undefined && one === other;
}

/** By line, for lines on which a token begins or goes on, but for comments, docstrings and brackets that only close. */
export function statements(text: string): ReadonlyMap<number, Statement> {
  const found = new Map<number, Statement>();
  fromSyntax('python', text, root => addStatements(root, { from: 1, to: root.endPosition.row + 1 }, found));
  return found;
}

/** `around` is the statement that the node is part of. Strings are whole tokens: what is inside of them is no layout. */
function addStatements(node: Node, around: Statement, found: Map<number, Statement>): void {
  if (isSilent(node)) return;
  const own = isStatement(node) ? headOf(node) : around;
  if (node.childCount > 0 && node.type !== 'string') {
    for (const child of node.children) if (child !== null) addStatements(child, own, found);
  } else if (!/^[)\]},:]?$/.test(node.text)) {
    for (let row = node.startPosition.row; row <= node.endPosition.row; row++) found.set(row + 1, own);
  }
}

/** Clauses with a body are statements of their own; those of comprehensions are not. */
function isStatement({ type }: Node): boolean {
  return /_statement$|_definition$|^decorator$|^(?:elif|else|except|finally|case)_clause$/.test(type);
}

/** Up to the body, if there is one. */
function headOf(node: Node): Statement {
  const body = node.children.findIndex(child => child?.type === 'block' || /_definition$/.test(child?.type ?? ''));
  const last = body > 0 ? node.children[body - 1] : node;
  return { from: node.startPosition.row + 1, to: (last ?? node).endPosition.row + 1 };
}

/** One spelling for each tree: types and tokens, nested as they are, without what only lays them out. */
export function codeOf(node: Node): string {
  if (node.type === 'parenthesized_expression' && node.namedChildCount === 1 && node.firstNamedChild)
    return codeOf(node.firstNamedChild);
  if (node.childCount === 0 || node.type === 'string') return JSON.stringify(spelling(node));
  const code = node.children.flatMap(child =>
    child === null || isSilent(child) || isLastComma(child) ? [] : codeOf(child),
  );
  return `(${node.type} ${code.join(' ')})`;
}

/** A plain string is what it says, whatever its quotes. */
function spelling(node: Node): string {
  const text = /^['"]/.test(node.text) && node.type === 'string' ? constantString(node) : null;
  return text === null ? node.text : `'${text}'`;
}

function isLastComma({ text, nextSibling }: Node): boolean {
  return text === ',' && /^[)\]}]$/.test(nextSibling?.text ?? '');
}

export function isSilent(node: Node): boolean {
  return node.type === 'comment' || node.type === 'line_continuation' || isDocstring(node);
}
