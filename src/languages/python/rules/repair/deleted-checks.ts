// Signs that a change lets through what the code refused: a `raise` or an `assert` that is gone.
import type { Failure } from '../../../../incident/evidence.ts';
import type { DiffLine, DiffLines } from '../../../../text/diff.ts';

const check = /^\s*(?:(?:if|elif|else)\b.*:\s*)?(?:raise\b\s*([\w.]*)|(assert)\b)/;

/**
 * Sentences, one a check. The error that the failing tests show may go: a check that was too strict is a defect like any
 * other. So may one that comes again elsewhere.
 */
export function deletedChecks({ added, removed }: DiffLines, targets: readonly Failure[]): string[] {
  const shown = new Set(targets.map(target => target.errorType));
  const gone = removed.filter(line => check.test(line.text) && !isGoneWithItsHandler(line, removed));
  const come = added.filter(line => check.test(line.text)).length;
  if (gone.length <= come) return [];
  return gone
    .filter(line => !shown.has(errorOf(line)))
    .slice(0, gone.length - come)
    .map(
      line => `${line.path}:${line.number} took a check away that no failing test complains of (${line.text.trim()}).`,
    );
}

/** A bare `raise` hands on what it caught: without its `except`, the error comes all the same. */
function isGoneWithItsHandler({ path, number, text }: DiffLine, removed: readonly DiffLine[]): boolean {
  if (!/^\s*raise\s*(?:#.*)?$/.test(text)) return false;
  return removed.some(line => line.path === path && line.number < number && /^\s*except\b/.test(line.text));
}

function errorOf({ text }: DiffLine): string {
  const [, error = '', asserts] = check.exec(text) ?? [];
  return asserts ? 'AssertionError' : error.slice(error.lastIndexOf('.') + 1);
}
