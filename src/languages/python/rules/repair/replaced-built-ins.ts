// Names of built-in functions that a module gives a meaning of its own: code that did not change then says something else.
import { type Node, nodesOf } from '../../../syntax.ts';
import { namesOfDefinition } from '../reached.ts';

const decisive = new Set(
  `isinstance issubclass len all any sum min max sorted reversed abs round int float str bool bytes list tuple set dict frozenset type
  hash repr range zip map filter enumerate iter next getattr hasattr callable divmod pow ord chr print open id vars
  AssertionError ValueError TypeError KeyError IndexError AttributeError RuntimeError Exception`.split(/\s+/),
);

/** Definitions and assignments at the top level. */
export function builtInsReplaced(root: Node): Node[] {
  return nodesOf(root, 'function_definition', 'class_definition', 'assignment').filter(
    node => isAtTop(node) && namesOfDefinition(node).some(name => decisive.has(name)),
  );
}

function isAtTop(node: Node): boolean {
  for (let around = node.parent; around; around = around.parent)
    if (/^(?:function_definition|class_definition|lambda)$/.test(around.type)) return false;
  return true;
}
