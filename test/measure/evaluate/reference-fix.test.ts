// The reference fix as edits that a model could have written, and the functions it changes.
import { describe, expect, test } from '@jest/globals';
import { editsFor, touchedFunction } from '../../../src/measure/evaluate/reference-fix.ts';

const lines = (text: string) =>
  text
    .replace(/^\n/, '')
    .replace(/\n\s*$/, '')
    .split('\n');

const program = lines(`
import os

def first(a):
    b = a
    return b

class Thing:
    def second(
        self,
    ):
        def inner():
            return 1

        b = 1
        return b

def last():
    return 3
`);

test('a touched function knows the class around it', () => {
  const before = ['class A:', '    x = 1', '', '    def f(self):', '        return 1', '', 'def g():', '    return 1'];
  const hunk = (line: number) => ({ oldStart: line, oldCount: 1, newStart: line, newCount: 1 });
  const ownerOf = (line: number) => touchedFunction('a.py', { before, after: before }, hunk(line))?.className;
  expect([ownerOf(5), ownerOf(8)]).toEqual(['A', null]);
});

describe('an edit', () => {
  test('takes in two unchanged lines on both sides', () => {
    const after = program.with(17, '    return 4');
    const edits = editsFor('a.py', { before: program, after }, [
      { oldStart: 18, oldCount: 1, newStart: 18, newCount: 1 },
    ]);
    expect(edits).toEqual([
      {
        path: 'a.py',
        search: ['', 'def last():', '    return 3'],
        replace: ['', 'def last():', '    return 4'],
        line: 16,
      },
    ]);
  });

  test('grows until it is unique in the file', () => {
    const before = ['def a():', '  x()', '  y()', '  z()', 'def b():', '  x()', '  y()', '  z()'];
    const after = before.with(6, '  w()');
    const [edit] = editsFor('a.py', { before: ['', ...before], after: ['', ...after] }, [
      { oldStart: 8, oldCount: 1, newStart: 8, newCount: 1 },
    ]);
    expect(edit?.search).toEqual(['def b():', '  x()', '  y()', '  z()']);
  });

  test('that only inserts repeats the lines around it', () => {
    const after = program.toSpliced(4, 0, '    b += 1');
    const [edit] = editsFor('a.py', { before: program, after }, [
      { oldStart: 4, oldCount: 0, newStart: 5, newCount: 1 },
    ]);
    expect(edit).toEqual({
      path: 'a.py',
      search: ['def first(a):', '    b = a', '    return b', ''],
      replace: ['def first(a):', '    b = a', '    b += 1', '    return b', ''],
      line: 3,
    });
  });

  test('covers neighbouring changes together, so that no two overlap', () => {
    const after = program.with(3, '    b = 2 * a').toSpliced(6, 0, '# a comment');
    const edits = editsFor('a.py', { before: program, after }, [
      { oldStart: 4, oldCount: 1, newStart: 4, newCount: 1 },
      { oldStart: 6, oldCount: 0, newStart: 7, newCount: 1 },
    ]);
    expect(edits).toHaveLength(1);
    expect(edits[0]?.search).toEqual(program.slice(1, 8));
    expect(edits[0]?.replace).toEqual(after.slice(1, 9));
  });
});

describe('the function around a change', () => {
  const at = (line: number) => {
    const sides = { before: program, after: program };
    return touchedFunction('a.py', sides, { oldStart: line, oldCount: 1, newStart: line, newCount: 1 });
  };

  test('is the innermost one', () => {
    expect(at(12)?.name).toBe('inner');
    expect(at(12)?.lines).toEqual(['        def inner():', '            return 1']);
  });

  test('is found beyond nested ones and signatures of several lines', () => {
    expect(at(15)?.name).toBe('second');
    expect(at(15)?.lines).toEqual(program.slice(7, 15));
  });

  test('is the one whose heading is changed', () => {
    expect(at(17)?.name).toBe('last');
  });

  test('is none at the level of the module', () => {
    expect(at(1)).toBeNull();
    expect(at(7)).toBeNull();
  });

  test('is told by the indentation of inserted lines', () => {
    const after = program.toSpliced(5, 0, '    print(b)');
    const inside = { oldStart: 5, oldCount: 0, newStart: 6, newCount: 1 };
    expect(touchedFunction('a.py', { before: program, after }, inside)?.name).toBe('first');
    const beside = program.toSpliced(5, 0, 'CONSTANT = 1');
    expect(touchedFunction('a.py', { before: program, after: beside }, inside)).toBeNull();
  });
});
