// The values that stand in the failing tests: what they put in, and what they expect to come out.

import type { Failure } from '../../../../incident/evidence.ts';
import { blocks } from '../../source/blocks.ts';
import { literal, literalsIn } from '../../source/literals.ts';

/** Literals in one spelling; what every program is full of (0, 1, empty ones) is left out. */
export interface TestValues {
  /** Anywhere in the failing tests. */
  readonly given: ReadonlySet<string>;
  /** Compared with in them: the right result may be among these. */
  readonly expected: ReadonlySet<string>;
}

const trivial = new Set(['0', '1', '-1', '0.0', '1.0', '""', '[]', '{}', '()', 'None', 'True', 'False']);

/** `texts` are those of the failing tests' files. */
export function testValues(targets: readonly Failure[], texts: readonly string[]): TestValues {
  const functions = texts.flatMap(text => failingFunctions(text, targets));
  const compared = functions.flatMap(lines =>
    lines.filter(line => /\bassert|\bexpect|parametrize|^\s*[([]/i.test(line)),
  );
  const told = targets.flatMap(target => comparands(target.message));
  const parameters = targets.flatMap(({ testId }) => /\[(.*)\]$/s.exec(testId)?.[1]?.split('-') ?? []);
  return {
    given: telling([...functions.flat(), ...parameters].flatMap(literalsIn)),
    expected: telling([...compared.flatMap(literalsIn), ...compared.flatMap(comparands), ...told]),
  };
}

function telling(literals: readonly string[]): Set<string> {
  return new Set(literals.filter(value => !trivial.has(value)));
}

/** Lines of the failing functions, decorators included: parameters are values, too. */
function failingFunctions(text: string, targets: readonly Failure[]): string[][] {
  const names = new Set(targets.map(({ testId }) => testId.replace(/\[.*$/s, '').split('::').at(-1)));
  const lines = text.split(/\r?\n/);
  return blocks(text)
    .filter(block => block.kind === 'function' && names.has(block.name))
    .map(block => lines.slice(block.start - 1, block.end));
}

/** Both sides of a comparison, where they are values: `assert 6 == 7`, `assert f(3) == [1, 2]`, `'a' != 'b'`. */
function comparands(text: string): string[] {
  const [first = ''] = text.split('\n');
  const sides = /^(?:.*?\bassert\w*[ (])?(.*?)\s*(?:==|!=)\s*(.*?)\s*$/.exec(first.trim());
  return sides ? [sides[1], sides[2]].flatMap(side => literal(side ?? '') ?? []) : [];
}
