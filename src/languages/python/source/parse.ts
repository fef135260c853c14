// Everything that is read from a Python file for a prompt, in one parse.
import type { ParsedSource } from '../../contract/source.ts';
import { fromSyntax, type Node, nodesOf } from '../../syntax.ts';
import { assignmentsAmong, assignmentType } from './assignments.ts';
import { blockOf, definitionTypes, docstringLines } from './blocks.ts';
import { importsOf, importTypes } from './imports.ts';
import { tablesAmong, tableTypes } from './tables.ts';
import { unitsOf } from './units.ts';

/** Texts read lately, as many as a prompt looks at: a suspect is read for its imports first, and again to be shown. */
const recent = new Map<string, ParsedSource>();
const mostRecent = 48;

export function parse(text: string): ParsedSource {
  const source = recent.get(text) ?? fromSyntax('python', text, root => parsed(root, text)) ?? unparsed(text);
  recent.delete(text);
  recent.set(text, source);
  const [oldest] = recent.keys();
  if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest);
  return source;
}

/** One walk for all kinds of nodes: in a large file a walk takes as long as the parse. */
function parsed(root: Node, text: string): ParsedSource {
  const nodes = nodesOf(root, ...definitionTypes, ...importTypes, ...tableTypes, assignmentType);
  const only = (...types: readonly string[]) => nodes.filter(node => types.includes(node.type));
  const definitions = only(...definitionTypes);
  const blocks = definitions.map(blockOf);
  return {
    blocks,
    units: unitsOf(text, { blocks, assigned: assignmentsAmong(only(assignmentType), blocks) }),
    imports: only(...importTypes).flatMap(importsOf),
    tables: tablesAmong(only(...tableTypes)),
    documentationLines: docstringLines(definitions),
  };
}

/** Of a text that is too long to be parsed. */
function unparsed(text: string): ParsedSource {
  const units = unitsOf(text, { blocks: [], assigned: [] });
  return { blocks: [], units, imports: [], tables: [], documentationLines: [] };
}
