// The one failing test of every small repository, and how test runners report it. Recorded from real runs.

/** Forgets the first price. */
export const source = 'def total(prices):\n    return sum(prices[1:])\n';

export const pytestFile = `from shop import total


def test_of_nothing():
    assert total([]) == 0


def test_of_all():
    assert total([1, 2, 3]) == 6
`;

/** `base` is the module and class of the test case, `from` the module under test. */
export function unittestFile(base: string, from = 'shop'): string {
  const [module = '', name = ''] = base.split(/\.(?=[^.]+$)/);
  return `from ${module} import ${name}

from ${from} import total


class TotalTest(${name}):
    def test_of_nothing(self):
        self.assertEqual(total([]), 0)

    def test_of_all(self):
        self.assertEqual(total([1, 2, 3]), 6)
`;
}

export function pytestReport(file = 'tests/test_shop.py'): string[] {
  return `============================= test session starts ==============================
platform linux -- Python 3.11.9, pytest-8.3.5, pluggy-1.5.0
rootdir: /home/runner/work/shop/shop
collected 2 items

${`${file} .F`.padEnd(73)}[100%]

=================================== FAILURES ===================================
_________________________________ test_of_all __________________________________

    def test_of_all():
>       assert total([1, 2, 3]) == 6
E       assert 5 == 6
E        +  where 5 = total([1, 2, 3])

${file}:9: AssertionError
=========================== short test summary info ============================
FAILED ${file}::test_of_all - assert 5 == 6
========================= 1 failed, 1 passed in 0.13s ==========================`.split('\n');
}

/** `name` is the test case's dotted name, `file` its absolute path. */
export function unittestReport(name: string, file: string): string[] {
  return `test_of_all (${name}.test_of_all) ... FAIL
test_of_nothing (${name}.test_of_nothing) ... ok

======================================================================
FAIL: test_of_all (${name}.test_of_all)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "${file}", line 11, in test_of_all
    self.assertEqual(total([1, 2, 3]), 6)
AssertionError: 5 != 6

----------------------------------------------------------------------
Ran 2 tests in 0.001s

FAILED (failures=1)`.split('\n');
}
