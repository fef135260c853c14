// Which calls of failing tests can be made by themselves, and which values stand in for theirs.
import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { neighbours } from '../../../../../src/languages/python/rules/neighbours/probe.ts';

const paths = new Set(['shop/__init__.py', 'shop/price.py', 'tests/test_price.py', 'tests/helpers.py']);
const imports = `import os
import random

import pytest
from datetime import date
from shop import price as prices
from shop.price import Basket, total
from helpers import made

RATE = 7
TABLE = made()
`;

function probeOf(test: string, guard = '') {
  const targets = [{ testId: 'tests/test_price.py::test_it' }] as unknown as readonly Failure[];
  return neighbours.probe({ targets, texts: [`${imports}\n\n${test}`], guard, paths });
}

function callsOf(test: string, guard?: string): string[] {
  return probeOf(test, guard)?.inputs.flatMap(({ call, shifted }) => (shifted === null ? call : [])) ?? [];
}

function besideOf(test: string): string[] {
  return probeOf(test)?.inputs.flatMap(({ call, shifted }) => (shifted === null ? [] : call)) ?? [];
}

const body = (...lines: readonly string[]) => `def test_it():\n${lines.map(line => `    ${line}\n`).join('')}`;

describe('a call that can be made by itself', () => {
  test.each([
    ['assert total(12, "de") == 36', 'total(12, "de")'],
    ['assert 36 == total(12)', 'total(12)'],
    ['assert total(12)', 'total(12)'],
    ['assert not total(12)', 'total(12)'],
    ['assert total(12) == total(13) - 1', 'total(12)'],
    ['assert prices.total(12) == 36', 'prices.total(12)'],
    ['assert total(date(2024, 2, 29)) == 36', 'total(date(2024, 2, 29))'],
    ['assert sorted(total(n) for n in [3, 4]) == [9]', 'sorted(total(n) for n in [3, 4])'],
    ['assert total(12, RATE) == 36', 'RATE = 7; total(12, RATE)'],
    ['self.assertEqual(total(12), 36)', 'total(12)'],
    ['self.assertTrue(total(12))', 'total(12)'],
  ])('%s', (line, call) => {
    expect(callsOf(body(line))).toEqual([call]);
  });

  test('statements before an expectation are part of it, and those of earlier ones', () => {
    const test = body('basket = Basket()', 'basket.add(12)', 'assert basket.total() == 36', 'assert basket.count == 1');
    expect(callsOf(test)).toEqual([
      'basket = Basket(); basket.add(12); basket.total()',
      'basket = Basket(); basket.add(12); basket.total(); basket.count',
    ]);
  });

  test('what should raise is one', () => {
    expect(callsOf(body('with pytest.raises(ValueError):', '    total(12)'))).toEqual(['total(12)']);
  });

  test('each row of parameters is one, and what is expected is no part of it', () => {
    const mark = '@pytest.mark.parametrize("amount, sum", [(12, 36), pytest.param(13, 39, id="more")])\n';
    expect(callsOf(`${mark}def test_it(amount, sum):\n    assert total(amount) == sum\n`)).toEqual([
      'amount = 12; total(amount)',
      'amount = 13; total(amount)',
    ]);
  });

  test("those of the regression test count as the failing tests' own", () => {
    const guard = 'from shop.price import total\n\n\ndef test_more():\n    assert total(13) == 39\n';
    expect(callsOf(body('assert total(12) == 36'), guard)).toEqual(['total(12)', 'total(13)']);
  });
});

describe('no call that can be made by itself', () => {
  test.each([
    ['a fixture', 'def test_it(shop):\n    assert total(shop, 12) == 36\n'],
    ['a helper of the tests', body('assert total(TABLE) == 36')],
    ['a module that does more than compute', body('assert total(os.getenv("A"), 12) == 36')],
    ['chance', body('assert total(random.random(), 12) == 36')],
    ['a builtin that does more than compute', body('assert total(open("a").read()) == 36')],
    ['a loop', body('for n in [12]:', '    assert total(n) == 36')],
    ['nothing of the repository', body('assert max(12, 13) == 13')],
    ['no literal', body('assert total() == 36')],
    ['a coroutine', `async ${body('assert await total(12) == 36')}`],
    ['self', body('assert self.shop.total(12) == 36')],
  ])('%s', (_, test) => {
    expect(probeOf(test)).toBeNull();
  });
});

describe('values beside', () => {
  test('numbers, larger and smaller', () => {
    const found = besideOf(body('assert total(12) == 36'));
    expect(found).toEqual(
      expect.arrayContaining(['total(13)', 'total(11)', 'total(24)', 'total(6)', 'total(0)', 'total(-12)']),
    );
    expect(found).not.toContain('total(12)');
  });

  test('texts, longer, shorter and changed', () => {
    const found = besideOf(body("assert total('ab') == 36"));
    expect(found).toEqual(
      expect.arrayContaining(['total("AB")', 'total("abb")', 'total("a")', 'total("ba")', 'total("")']),
    );
  });

  test('collections, longer, shorter and turned', () => {
    const found = besideOf(body('assert total([5, 6]) == 36'));
    expect(found).toEqual(
      expect.arrayContaining(['total([5])', 'total([6])', 'total([5, 6, 6])', 'total([6, 5])', 'total([6, 6])']),
    );
    expect(besideOf(body('assert total({"a": 5}) == 36'))).toContain('total({})');
    expect(besideOf(body('assert total((5,)) == 36'))).toContain('total((6,))');
  });

  test("are never the failing tests' own", () => {
    expect(besideOf(body('assert total(12) == 36', 'assert total(13) == 39'))).not.toContain('total(13)');
  });

  test('are none of what a result is looked up or compared with', () => {
    expect(besideOf(body('assert total(12)["sum"] == 36')).every(call => call.endsWith('["sum"]'))).toBe(true);
    expect(besideOf(body('assert total(12) in (36, 37)')).some(call => call.includes('36'))).toBe(false);
  });

  test('say which one they stand beside, and how', () => {
    const probe = probeOf(body('assert total(1) == 3', 'assert total(12) == 36'));
    const shiftedOf = (call: string) => probe?.inputs.find(input => input.call === call)?.shifted;
    expect(shiftedOf('total(2)')).toEqual({ from: 0, isNear: true, isTelling: false, side: 'larger' });
    expect(shiftedOf('total(11)')).toEqual({ from: 1, isNear: true, isTelling: true, side: 'smaller' });
  });

  test('are few, whatever the tests hold', () => {
    const probe = probeOf(body(...Array.from({ length: 40 }, (_, n) => `assert total(${n * 50}, "de", [1, 2]) == 36`)));
    expect(probe?.inputs.length).toBeLessThanOrEqual(72);
  });
});

test('a name that is taken from a module is imported alone, for the others may be new', () => {
  expect(probeOf(body('assert total(12) == 36'))?.source).toContain('            from shop.price import total\n');
});

test.each([
  ['gives 36', 'Observation', { kind: 'value', text: '36' }],
  ['raises KeyError', 'Observation', { kind: 'error', text: 'KeyError' }],
  ['still running after 3 s', 'Timeout', { kind: 'error', text: expect.any(String) }],
  ['unknown', 'Observation', null],
  ['gives 36', 'AssertionError', null],
])('a test that fails with %s and %s tells it', (message, errorType, observed) => {
  expect(neighbours.observed({ message, errorType })).toEqual(observed);
});
