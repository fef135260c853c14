// A basket with a discount: it forgets how many of each are bought.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_basket.py';

export const pricing: Project = {
  name: 'pricing',
  files: {
    'pricing/__init__.py': '',
    'pricing/basket.py': `"""A basket and what it costs, in cents."""


class Basket:
    """What a customer is going to buy."""

    def __init__(self):
        self.lines = []

    def add(self, price, count=1):
        if count < 1:
            raise ValueError("nothing is bought less than once")
        self.lines.append((price, count))

    def total(self):
        total = sum(price for price, count in self.lines)
        return total - self.discount(total)

    def discount(self, total):
        return total // 10 if total >= 1000 else 0
`,
    [path]: `import pytest

from pricing.basket import Basket


def test_one_of_each():
    basket = Basket()
    basket.add(300)
    basket.add(450)
    assert basket.total() == 750


def test_four_of_a_kind():
    basket = Basket()
    basket.add(250, 4)
    assert basket.total() == 900


def test_less_than_one():
    with pytest.raises(ValueError):
        Basket().add(100, 0)
`,
  },
  failure: failure({
    test: [path, 'test_four_of_a_kind'],
    testLine: 16,
    errorType: 'AssertionError',
    message: 'assert 250 == 900',
  }),
  suspect: { file: 'pricing/basket.py', function: 'total', line: 15 },
  passing: [`${path}::test_one_of_each`, `${path}::test_less_than_one`],
  guard: {
    path: 'tests/test_basket_regression.py',
    test: 'test_three_of_a_kind',
    source: `from pricing.basket import Basket


def test_three_of_a_kind():
    basket = Basket()
    basket.add(70, 3)
    assert basket.total() == 210
`,
  },
  fix: [
    {
      path: 'pricing/basket.py',
      search: '        total = sum(price for price, count in self.lines)\n',
      replace: '        total = sum(price * count for price, count in self.lines)\n',
      line: null,
    },
  ],
};
