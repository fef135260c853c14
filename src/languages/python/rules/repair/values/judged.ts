// A changed file beside the values of the failing tests, and what its expressions are worth.
import type { Node } from '../../../../syntax.ts';
import { constantsIn } from '../../constants/expressions.ts';
import { folded } from '../../constants/fold.ts';
import type { Scope } from '../../constants/known-names.ts';
import { scopeOf } from '../../constants/scope.ts';
import { spelled } from '../../constants/value.ts';
import { importsOf, resolver } from '../../names.ts';
import type { FileTrees } from '../file-trees.ts';
import { isTrivial, type TestValues } from '../test-values.ts';

export interface Judged {
  readonly file: FileTrees;
  readonly values: TestValues;
  /** Of the new tree. Names that were bound before stand for nothing: what they say is not the change's. */
  readonly scope: Scope;
}

export interface Sign {
  readonly line: number;
  readonly words: string;
}

export function judgedOf(file: FileTrees, values: TestValues): Judged {
  const resolve = resolver(importsOf(file.after));
  return { file, values, scope: scopeOf(file.after, { resolve, isRead: file.isNew }) };
}

/** The spelling of what an expression is worth; null when it is computed. */
export function worthOf(node: Node, scope: Scope): string | null {
  const value = folded(node, scope);
  return value === undefined ? null : spelled(value);
}

/** Spellings of the constants in an expression that say something. */
export function tellingIn(node: Node, scope: Scope): string[] {
  return constantsIn(node, scope)
    .map(spelled)
    .filter(value => !isTrivial(value));
}
