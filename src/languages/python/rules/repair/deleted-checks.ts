// Signs that a change lets through what the code refused: a `raise` or an `assert` that is gone.
import type { Failure } from '../../../../incident/evidence.ts';
import { type Node, nodesOf } from '../../../syntax.ts';
import { lastPart, lineOf } from '../names.ts';
import type { FileTrees } from './file-trees.ts';

/**
 * Sentences, one a check. The error that the failing tests show may go: a check that was too strict is a defect like any
 * other. So may one that comes again elsewhere.
 */
export function deletedChecks(files: readonly FileTrees[], targets: readonly Failure[]): string[] {
  const shown = new Set(targets.map(target => target.errorType));
  const before = files.flatMap(file =>
    checksIn(file.before).flatMap(check => (isGoneWithItsHandler(check, file) ? [] : { check, file })),
  );
  const after = files.flatMap(file => checksIn(file.after));
  return before
    .filter(({ check, file }) => file.isGone(check) && !shown.has(errorOf(check)))
    .slice(0, Math.max(0, before.length - after.length))
    .map(({ check, file }) => {
      const [head = ''] = check.text.split('\n');
      return `${file.path}:${lineOf(check)} took a check away that no failing test complains of (${head}).`;
    });
}

function checksIn(root: Node): Node[] {
  return nodesOf(root, 'raise_statement', 'assert_statement');
}

/** A bare `raise` hands on what it caught: without its `except`, the error comes all the same. */
function isGoneWithItsHandler(check: Node, { isGone }: FileTrees): boolean {
  if (check.type !== 'raise_statement' || check.namedChildCount > 0) return false;
  let handler = check.parent;
  while (handler && handler.type !== 'except_clause') handler = handler.parent;
  return handler?.firstChild ? isGone(handler.firstChild) : false;
}

function errorOf(check: Node): string {
  if (check.type === 'assert_statement') return 'AssertionError';
  const raised = check.firstNamedChild;
  return lastPart((raised?.type === 'call' ? raised.childForFieldName('function') : raised)?.text ?? '');
}
