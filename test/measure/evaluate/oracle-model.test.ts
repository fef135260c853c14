// The oracle model knows the fix, and gives it only where the prompt shows enough to find it.
import { describe, expect, test } from '@jest/globals';
import { diagnosisFrom, oracleModel } from '../../../src/measure/evaluate/oracle-model.ts';
import { containsLines, showsFile } from '../../../src/measure/evaluate/prompt-contents.ts';
import type { ReferenceFix } from '../../../src/measure/evaluate/reference-fix.ts';
import { repairAnswer } from '../../../src/stages/repair/edit/answer.ts';

const reference: ReferenceFix = {
  paths: ['src/app.py'],
  functions: [],
  edits: [{ path: 'src/app.py', search: ['def f():', '    return 1'], replace: ['def f():', '    return 2'], line: 7 }],
  deleted: [],
};

function asked(name: string, prompt: string, about: ReferenceFix = reference) {
  const question = { name, prompt, nth: 1, model: 'm', schema: undefined, generationConfig: {}, at: new Date() };
  return oracleModel(about, 'def test_f():\n    assert f() == 2\n')(question).text;
}

const source = '# Source (whole). Its path:\n```\nsrc/app.py\n```\n';

describe('asked to repair', () => {
  test('it gives the reference fix where the prompt shows what has to change', () => {
    const answer = repairAnswer(asked('repair', `${source}Its text:\n\`\`\`\ndef f():\n    return 1\n\`\`\``));
    expect(answer).toMatchObject({
      kind: 'edits',
      edits: [{ path: 'src/app.py', search: 'def f():\n    return 1\n', replace: 'def f():\n    return 2\n' }],
    });
  });

  test('it says what the prompt does not show', () => {
    const answer = repairAnswer(asked('repair', 'def f():\n    ...\n    return 1'));
    expect(answer).toMatchObject({ kind: 'cannot-fix' });
    expect(JSON.stringify(answer)).toContain('src/app.py is not shown where it says');
  });

  test('it asks to see what the prompt does not show, by names that the prompt mentions, and twice at most', () => {
    const functions = [{ path: 'src/app.py', name: 'f', className: 'A', lines: ['def f():', '    return 1'] }];
    const about = { ...reference, functions };
    expect(asked('repair', 'Nothing is named.', about)).toContain('CANNOT_FIX');
    expect(asked('repair', 'Outline of src/app.py', about)).toBe('SHOW: src/app.py\n');
    expect(asked('repair', 'Outline of src/app.py\ndef f():', about)).toBe('SHOW: src/app.py:f\n');
    expect(asked('repair', 'Outline of src/app.py\nA.f', about)).toBe('SHOW: src/app.py:A.f\n');
    const inNone = { ...reference, functions: [] };
    expect(asked('repair', 'src/app.py', inNone)).toBe('SHOW: src/app.py\n');
    expect(asked('repair', `${source}Outline, by which you can ask`, inNone)).toBe('SHOW: src/app.py:7\n');
    expect(repairAnswer(asked('repair', 'src/app.py f', about))).toMatchObject({ kind: 'show' });
    const shown = `# What you asked to see (1 of 2)\n${source}Lines 1 to 2:\n\`\`\`\ndef f():\n    return 1\n\`\`\``;
    expect(repairAnswer(asked('repair', shown, about))).toMatchObject({ kind: 'edits' });
    const last = '# What you asked to see (2 of 2)\nThere is no f in src/app.py.';
    expect(repairAnswer(asked('repair', last, about))).toMatchObject({ kind: 'cannot-fix' });
  });

  test('it asks for the function that an edit is in, not for one that only has a line of it', () => {
    const other = { path: 'src/app.py', name: 'g', className: null, lines: ['def g():', '    return 1'] };
    const functions = [other, { path: 'src/app.py', name: 'f', className: 'A', lines: ['def f():', '    return 1'] }];
    expect(asked('repair', 'src/app.py: f, g', { ...reference, functions })).toBe('SHOW: src/app.py:f\n');
  });

  test('it cannot delete a file', () => {
    const answer = repairAnswer(asked('repair', '', { ...reference, edits: [], deleted: ['old.py'] }));
    expect(answer).toEqual({
      kind: 'cannot-fix',
      reason: 'The prompt does not show what has to change: old.py would have to be deleted.',
    });
  });

  test('code that looks like the divider of a block is kept intact', () => {
    const edits = [{ path: 'a.py', search: ['Title', '====='], replace: ['Name', '====='], line: 1 }];
    const answer = repairAnswer(asked('repair', 'Title\n=====', { ...reference, edits }));
    expect(answer).toMatchObject({ edits: [{ search: 'Title\n=====\n', replace: 'Name\n=====\n' }] });
  });
});

test('asked for a guard it gives the reference test', () => {
  expect(asked('guard', '')).toBe('```python\ndef test_f():\n    assert f() == 2\n```\n');
});

test('it refuses a question that it does not know', () => {
  expect(() => asked('riddle', '')).toThrow('no answer to "riddle"');
});

describe('asked for a diagnosis it reads the prompt', () => {
  const log = 'Log of the failed step (excerpt):\n```\nE       assert 1 == 2\nFAILED tests/test_app.py::test_f\n```';
  const failing = (line: string) => `Failing tests (1):\n\`\`\`\n${line}\n\`\`\``;
  const source = (path: string, from: number) =>
    `# Source (parts). Its path:\n\`\`\`\n${path}\n\`\`\`\nIts text:\n\`\`\`\n    ${from} def f():\n\`\`\``;

  test('and names the printed place', () => {
    const printed = failing('tests/test_app.py::test_f[a b] (call): TypeError at src/app.py:7: nothing (at all)');
    expect(diagnosisFrom([log, printed].join('\n\n'))).toMatchObject({
      errorType: 'TypeError',
      file: 'src/app.py',
      line: 7,
      evidence: ['E       assert 1 == 2'],
    });
  });

  test('and where that is a test, the first source that is none', () => {
    const printed = failing('tests/test_app.py::test_f (call): AssertionError at tests/test_app.py:3: assert 1 == 2');
    const prompt = [log, printed, source('tests/test_app.py', 1), source('src/app.py', 12)].join('\n\n');
    expect(diagnosisFrom(prompt)).toMatchObject({ errorType: 'AssertionError', file: 'src/app.py', line: 12 });
  });

  test('and makes do with a log that names no test', () => {
    const prompt = 'Log of the failed step (excerpt):\n```\nE   ZeroDivisionError: oh\nthe end\n```';
    expect(diagnosisFrom(prompt)).toMatchObject({ errorType: 'ZeroDivisionError', file: 'unknown', line: 1 });
  });
});

describe('what a prompt shows', () => {
  test('is lines one after the other, numbered or not', () => {
    const wanted = ['def f():', '', '    return 1'];
    expect(containsLines('x\ndef f():\n\n    return 1\ny', wanted)).toBe(true);
    expect(containsLines('    7 def f():\n    8 \n    9     return 1', wanted)).toBe(true);
    expect(containsLines(' 7| def f():\n 8| \n 9|     return 1', wanted)).toBe(true);
    expect(containsLines('def f():\n    return 1', wanted)).toBe(false);
    expect(containsLines('async def f():\n\n    return 1', wanted)).toBe(false);
  });

  test('is a file whose path goes before a block of its code, not one that is only named', () => {
    const labelled = (path: string, label: string) =>
      `# Source (parts). Its path:\n\`\`\`\n${path}\n\`\`\`\n${label}:\n\`\`\`\nx\n\`\`\``;
    for (const label of ['Its text', 'Lines 1 to 3', 'Outline']) {
      expect(showsFile(labelled('src/app.py', label), 'src/app.py')).toBe(true);
      expect(showsFile(labelled('other/src/app.py', label), 'src/app.py')).toBe(false);
    }
    expect(showsFile('Left out for length:\n```\nsrc/app.py\n```', 'src/app.py')).toBe(false);
    expect(showsFile('Not shown:\n```\nsrc/app.py is a folder.\n```', 'src/app.py')).toBe(false);
  });
});
