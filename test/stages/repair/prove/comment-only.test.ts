import { expect, test } from '@jest/globals';
import { isCommentOnly } from '../../../../src/stages/repair/prove/comment-only.ts';

const before = 'import os\n\n\ndef f(x):\n    return os.path.join(x, "a # b")\n';
const isSo = (after: string, path = 'a.py') => isCommentOnly([[path, before, after]]);

test.each([
  ['nothing', before],
  ['a comment', before.replace('return', '# Joined.\n    return')],
  ['a docstring', before.replace('return', '"""Joins."""\n    return')],
  ['a docstring of the module below a comment', `# Ours.\n"""Paths."""\n${before}`],
  ['blank lines', before.replace('\n\n\n', '\n\n\n\n')],
  ['a call over several lines', before.replace('(x, "a', '(\n        x,\n        "a')],
])('changes no code: %s', (_, after) => {
  expect(isSo(after)).toBe(true);
});

test.each([
  ['a string', before.replace('# b', '# c')],
  ['a name', before.replace('x, ', 'y, ')],
  ['a line that is no longer in the function', before.replace('    return', 'return')],
  ['a string behind the docstring', before.replace('return', '"""Joins."""\n    "twice"\n    return')],
  ['a formatted string, which is computed', before.replace('return', 'f"{x.pop()}"\n    return')],
  ['a broken text', before.replace('(x', '((x')],
])('changes code: %s', (_, after) => {
  expect(isSo(after)).toBe(false);
});

test('a file of no language is code', () => {
  expect(isSo(`# Ours.\n${before}`, 'a.cfg')).toBe(false);
});
