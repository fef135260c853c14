// A cache of a few entries: what is looked at does not become recent.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_recent.py';

export const cache: Project = {
  name: 'cache',
  files: {
    'store/__init__.py': '',
    'store/recent.py': `"""Keeps what was used last."""

from collections import OrderedDict


class Recent:
    """At most \`size\` entries; the one that was not used for longest leaves first."""

    def __init__(self, size):
        self.size = size
        self.entries = OrderedDict()

    def put(self, key, value):
        self.entries[key] = value
        self.entries.move_to_end(key)
        if len(self.entries) > self.size:
            self.entries.popitem(last=False)

    def get(self, key, default=None):
        return self.entries.get(key, default)

    def __len__(self):
        return len(self.entries)
`,
    [path]: `from store.recent import Recent


def test_the_oldest_leaves():
    recent = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    recent.put("c", 3)
    assert recent.get("a") is None


def test_what_is_read_stays():
    recent = Recent(2)
    recent.put("red", 31)
    recent.put("green", 32)
    recent.get("red")
    recent.put("blue", 34)
    assert recent.get("red") == 31


def test_len():
    assert len(Recent(3)) == 0
`,
  },
  failure: failure({
    test: [path, 'test_what_is_read_stays'],
    testLine: 18,
    errorType: 'AssertionError',
    message: 'assert None == 31',
  }),
  suspect: { file: 'store/recent.py', function: 'get', line: 19 },
  passing: [`${path}::test_the_oldest_leaves`, `${path}::test_len`],
  guard: {
    path: 'tests/test_recent_regression.py',
    test: 'test_what_is_not_read_leaves',
    source: `from store.recent import Recent


def test_what_is_not_read_leaves():
    recent = Recent(3)
    for number in range(3):
        recent.put(number, number * number)
    recent.get(0)
    recent.put(7, 49)
    assert recent.get(1) is None
    assert recent.get(0) == 0
`,
  },
  fix: [
    {
      path: 'store/recent.py',
      search: '        return self.entries.get(key, default)\n',
      replace:
        '        if key not in self.entries:\n            return default\n        self.entries.move_to_end(key)\n        return self.entries[key]\n',
      line: null,
    },
  ],
};
