// Which regression tests have a value that CI's failing tests do not have.
import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { ownValuesBeside } from '../../../../../src/languages/python/rules/guard/own-values.ts';

const failing = {
  targets: [{ testId: 'tests/test_price.py::test_total', message: 'assert 30 == 36' } as Failure],
  texts: ['from shop.price import total\n\n\ndef test_total():\n    assert total(12, "de") == 36\n'],
};

const hasOwnValues = ownValuesBeside(failing);
const guard = (body: string) => `from shop.price import total\n\n\ndef test_it():\n    ${body}\n`;

describe('a regression test', () => {
  test.each([
    'assert total(15, "de") == 45',
    'assert total(12, "fr") == 36',
    'assert total(12, "de") - 36 == total(7.5, "de")',
    'amount = 15\n    assert total(amount, "de") == 45',
    'unittest.TestCase().assertEqual(total(15, "de"), 45)',
  ])('has values of its own: %s', body => {
    expect(hasOwnValues(guard(body))).toBe(true);
  });

  test.each([
    'assert total(12, "de") == 36',
    "assert total(12.0, 'de') == 36",
    'assert total(12, "de") == 36 + 0',
    'assert 36 == total(12, "de")',
    'assert total(12, "de") != 30',
    'assert total(12, "de") == 37',
    'unittest.TestCase().assertEqual(total(12, "de"), 37)',
    'assert total(12, "de") == 36  # 99',
  ])('has none: %s', body => {
    expect(hasOwnValues(guard(body))).toBe(false);
  });
});
