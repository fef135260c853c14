import { describe, expect, test } from '@jest/globals';
import { commands, hasHeredoc, isList, isPlacing, words } from '../../src/languages/shell.ts';

describe('the commands of a script', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['# nothing but this', []],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a && b; c', ['a', 'b', 'c']],
    ['a &&\n  # why\n  b && c', ['a', 'b', 'c']],
    ['a || b && c', ['a || b', 'c']],
    ['a && b || c', ['a && b || c']],
    ['a | b && c', ['a | b', 'c']],
    ['pip install x # why\n# b\nc', ['pip install x', 'c']],
    ['echo "a # b" && echo "c && d; e"', ['echo "a # b"', 'echo "c && d; e"']],
    ['pip install \\\n    -e . \\\n    pytest', ['pip install -e . pytest']],
    ["python -c 'a \\\nb'", ["python -c 'a \\\nb'"]],
    ['export A=1 && env B="x y" C= pytest; echo', ['export A=1', 'env B="x y" C= pytest', 'echo']],
    ['. v/bin/activate && pytest > log 2>&1', ['. v/bin/activate', 'pytest > log 2>&1']],
    ['cat <<EOF > f\na && b \\\nc\nEOF\nd', ['cat <<EOF > f\na && b \\\nc\nEOF', 'd']],
    ['(cd a; b) && c', ['(cd a; b)', 'c']],
    ['if a; then\n  b && c\nfi\nd', ['if a; then\n  b && c\nfi', 'd']],
    ['A=1 pytest', ['A=1 pytest']],
    ['[ -f x ] && . x', ['[ -f x ]', '. x']],
    ['! a', ['! a']],
  ])('%j', (text, expected) => {
    expect(commands(text)).toEqual(expected);
  });

  test('of what is no shell are its lines', () => {
    expect(commands('echo "no end\npip install x')).toContain('pip install x');
  });
});

describe('only a list of commands is', () => {
  test.each<[string, boolean]>([
    ['a\nb && c; d | e || f', true],
    ['', true],
    ['echo if for while case', true],
    ['if a; then b; fi', false],
    ['for x in 1 2; do a; done', false],
    ['for ((i = 0; i < 3; i++)); do a; done', false],
    ['while a; do b; done', false],
    ['until a; do b; done', false],
    ['case a in b) c ;; esac', false],
    ['f() { a; }', false],
    ['function f { a; }', false],
    ['a && if b; then c; fi', false],
    ['echo "no end', false],
  ])('%j: %s', (text, expected) => {
    expect(isList(text)).toBe(expected);
  });
});

describe('the words of a command', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['  ', []],
    ['pytest -k "a or b" \'c d\'', ['pytest', '-k', 'a or b', 'c d']],
    [' -v .[test] --cov="src" py{38,39}', ['-v', '.[test]', '--cov=src', 'py{38,39}']],
    ['A="x y" pytest $B "$C"d', ['A=x y', 'pytest', '$B', '$Cd']],
    ['export A=1 B', ['export', 'A=1', 'B']],
    ['a b > log 2>&1', ['a', 'b']],
    ['a # b', ['a']],
    ["a''b", ['ab']],
  ])('%j', (command, expected) => {
    expect(words(command)).toEqual(expected);
  });
});

test.each<[string, boolean]>([
  ['cd api', true],
  ['export A=1', true],
  ['source v/bin/activate', true],
  ['. v/bin/activate', true],
  ['set -e', true],
  ['ulimit -n 1', true],
  ['umask 22', true],
  ['cd', false],
  ['cdk deploy', false],
  ['echo cd api', false],
  ['(cd api; make)', false],
])('later commands depend on %j: %s', (command, expected) => {
  expect(isPlacing(command)).toBe(expected);
});

test.each<[string, boolean]>([
  ['cat <<EOF\na\nEOF', true],
  ["cat <<-'EOF' > f\na\nEOF", true],
  ['cat <<< "a"', false],
  ['echo "a << b"', false],
])('a heredoc is in %j: %s', (text, expected) => {
  expect(hasHeredoc(text)).toBe(expected);
});
