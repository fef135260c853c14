// Everything that is read from a Python file for a prompt, in one parse.
import type { ParsedSource } from '../../contract/source.ts';
import { fromSyntax, type Node } from '../../syntax.ts';
import { assignmentsIn } from './assignments.ts';
import { blockOf, definitionsIn, docstringLines } from './blocks.ts';
import { importsIn } from './imports.ts';
import { tablesIn } from './tables.ts';
import { unitsOf } from './units.ts';

export function parse(text: string): ParsedSource {
  return fromSyntax('python', text, root => parsed(root, text)) ?? unparsed(text);
}

function parsed(root: Node, text: string): ParsedSource {
  const definitions = definitionsIn(root);
  const blocks = definitions.map(blockOf);
  return {
    blocks,
    units: unitsOf(text, { blocks, assigned: assignmentsIn(root, blocks) }),
    imports: importsIn(root),
    tables: tablesIn(root),
    documentationLines: docstringLines(definitions),
  };
}

/** Of a text that is too long to be parsed. */
function unparsed(text: string): ParsedSource {
  const units = unitsOf(text, { blocks: [], assigned: [] });
  return { blocks: [], units, imports: [], tables: [], documentationLines: [] };
}
