// Python's terms in prompts and Markdown.
import type { Words } from '../contract/words.ts';

export const words: Words = {
  fences: ['python', 'python3', 'py'],
  examplePath: 'path/of/the/file.py',
  supportFiles: 'conftest.py',
  guard: {
    form: 'exactly one plain pytest function, not parametrized, with at least one assertion',
    failsByItself: 'assert False, pytest.fail',
    example: 'import pytest\n...',
  },
};
