// Sizes of goods: two of them are equal whatever their measures are, as long as these have the same names.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_sizes.py';

export const sizes: Project = {
  name: 'sizes',
  files: {
    'goods/__init__.py': '',
    'goods/sizes.py': `"""Sizes of goods, in centimetres."""


class Size:
    def __init__(self, measures):
        self.measures = dict(measures)

    def __eq__(self, other):
        for name in self.measures:
            if name not in other.measures:
                return False
            other.measures[name] == self.measures[name]
        return len(self.measures) == len(other.measures)

    def __hash__(self):
        return hash(tuple(sorted(self.measures)))
`,
    [path]: `from goods.sizes import Size


def test_the_same_measures_are_equal():
    assert Size({"height": 10}) == Size({"height": 10})


def test_other_measures_are_not_equal():
    assert not Size({"height": 10}) == Size({"height": 20})


def test_other_names_are_not_equal():
    assert not Size({"height": 10}) == Size({"width": 10})
`,
  },
  failure: failure({
    test: [path, 'test_other_measures_are_not_equal'],
    testLine: 9,
    errorType: 'AssertionError',
    message: 'assert not <goods.sizes.Size object> == <goods.sizes.Size object>',
  }),
  suspect: { file: 'goods/sizes.py', function: '__eq__', line: 8 },
  passing: [`${path}::test_the_same_measures_are_equal`, `${path}::test_other_names_are_not_equal`],
  guard: {
    path: 'tests/test_sizes_regression.py',
    test: 'test_one_of_two_measures_differs',
    source: `from goods.sizes import Size


def test_one_of_two_measures_differs():
    assert not Size({"width": 3, "depth": 4}) == Size({"width": 3, "depth": 5})
`,
  },
  fix: [
    {
      path: 'goods/sizes.py',
      search: '            other.measures[name] == self.measures[name]\n',
      replace: '            if other.measures[name] != self.measures[name]:\n                return False\n',
      line: null,
    },
  ],
};
