// What the names in an expression stand for, as far as that is known.
import type { Node } from '../../../syntax.ts';
import type { Resolve } from '../names.ts';
import type { Value } from './value.ts';

/** What names stand for while an expression is read. */
export interface Scope {
  /** Of an identifier, or an attribute of a class; undefined for what is not known. */
  constantOf(name: Node): Value | undefined;
  readonly resolve: Resolve;
}
