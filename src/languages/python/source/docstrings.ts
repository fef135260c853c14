// Docstrings: strings that stand first in a module, class or function, and say something without doing anything.
import type { Node } from '../../syntax.ts';

/** Whether this statement is a docstring. */
export function isDocstring(node: Node): boolean {
  if (node.type !== 'expression_statement' || node.namedChildCount !== 1) return false;
  const string = node.firstNamedChild;
  const isPlain = string?.type === 'string' && !/^[a-zA-Z]*[bBfFtT]/.test(string.text);
  return isPlain && isFirst(node);
}

/** Comments may stand before it. */
function isFirst(node: Node): boolean {
  const { parent } = node;
  const isBody = parent?.type === 'module' || /^(?:function|class)_definition$/.test(parent?.parent?.type ?? '');
  return isBody && parent?.namedChildren.find(child => child?.type !== 'comment')?.id === node.id;
}
