// Which results of calls beside the failing tests' own speak against a change, and which do not.
import { describe, expect, test } from '@jest/globals';
import type { Observed, Shifted } from '../../../../src/languages/contract/neighbours.ts';
import {
  type Neighbour,
  neighboursObjection,
  showsRegression,
} from '../../../../src/stages/repair/gates/neighbours.ts';

function told(text: string): Observed {
  if (text === '?') return null;
  return /Error$/.test(text) ? { kind: 'error', text } : { kind: 'value', text };
}

/** `green failing repaired`. */
function results(text: string): Pick<Neighbour, 'green' | 'failing' | 'repaired'> {
  const [green = '?', failing = '?', repaired = '?'] = text.split(' ');
  return { green: told(green), failing: told(failing), repaired: told(repaired) };
}

const own = (text: string): Neighbour => ({ input: { test: 'o', call: 'f(20)', shifted: null }, ...results(text) });

function beside(call: string, text: string, more: Partial<Shifted> = {}): Neighbour {
  const side = Number(call) > 20 ? 'larger' : 'smaller';
  const shifted: Shifted = { from: 0, isNear: true, isTelling: true, side, ...more };
  return { input: { test: call, call: `f(${call})`, shifted }, ...results(text) };
}

const cases = (...rows: readonly (readonly [string, string, Partial<Shifted>?])[]) =>
  rows.map(([call, text, more]) => beside(call, text, more));

describe('refused, with both values shown', () => {
  test('a change of what was the same before and after something broke', () => {
    const objection = neighboursObjection([own('29 28 29'), ...cases(['21', '28 28 29'])]);
    expect(objection).toContain('f(21) gives 28 on the last green commit and on the failing one, and gives 29 with');
  });

  test('an error where there was a result', () => {
    const objection = neighboursObjection([own('29 28 29'), ...cases(['21', '28 28 TypeError'])]);
    expect(objection).toContain('ends with TypeError with the change');
  });

  test.each([
    ['results', '28'],
    ['errors', 'KeyError'],
  ])('wrong %s all around that stay as they are', (_, wrong) => {
    const left = cases(['16', `29 ${wrong} ${wrong}`], ['24', `29 ${wrong} ${wrong}`], ['28', `29 ${wrong} ${wrong}`]);
    const objection = neighboursObjection([own(`29 ${wrong} 29`), ...left, ...cases(['21', '28 28 28'])]);
    expect(objection).toContain('f(16) gives 29 on the last green commit, and still');
    expect(objection).toContain('so do 2 other calls');
  });

  test('what is right at one length alone', () => {
    const left = cases(['10', 'a b b'], ['30', 'a b b'], ['31', 'a b b'], ['20', 'a b a', { side: 'neither' }]);
    expect(neighboursObjection([own('a b a'), ...left])).toContain('f(10) gives a on the last green commit, and still');
  });

  test("the failing tests' own result for values that have others", () => {
    const objection = neighboursObjection([
      own('900 250 900'),
      ...cases(['19', '800 250 900'], ['21', '950 250 900'], ['22', '990 250 990']),
    ]);
    expect(objection).toContain('f(19) gives 800 on the last green commit, and gives 900 with the change');
  });
});

describe('not refused', () => {
  test.each<[string, readonly Neighbour[]]>([
    ['a repair', [own('29 28 29'), ...cases(['16', '29 28 29'], ['21', '28 28 28'], ['24', '29 28 29'])]],
    ['a repair of what never worked', [own('28 28 29'), ...cases(['16', '28 28 29'], ['24', '28 28 29'])]],
    ['a repair where the last green commit gave something else', [own('27 28 29'), ...cases(['21', '28 28 29'])]],
    ['a result where there was an error', [own('29 28 29'), ...cases(['21', 'KeyError KeyError 28'])]],
    ['another error', [own('29 28 29'), ...cases(['21', 'KeyError KeyError ValueError'])]],
    [
      'what changed on purpose, with a repair beside',
      [own('a b a'), ...cases(['16', 'x y y'], ['24', 'x y y'], ['22', 'a b a'])],
    ],
    [
      'a boundary that is moved by one',
      [
        own('20 ValueError 20'),
        ...cases(...['21', '22', '23', '24'].map(n => [n, '2 ValueError ValueError'] as const)),
      ],
    ],
    [
      'a boundary at what all boundaries are at',
      [
        own('20 ValueError 20'),
        ...cases(
          ['16', '2 ValueError ValueError', { isTelling: false }],
          ['24', '2 ValueError ValueError', { isTelling: false }],
          ['28', '2 ValueError ValueError', { isTelling: false }],
        ),
      ],
    ],
    ['too few of them', [own('29 28 29'), ...cases(['16', '29 28 28'], ['24', '29 28 28'])]],
    ['one that is right for both', [own('29 28 29'), ...cases(['21', '27 28 29'])]],
    ['another result for a sort of its own', [own('29 28 29'), ...cases(['0', '28 28 29', { isNear: false }])]],
    ['what could not be told', [own('29 28 29'), ...cases(['16', '28 28 ?'], ['21', '? 28 29'], ['24', '28 ? 29'])]],
    ['values around a call that was never wrong', [own('29 29 29'), ...cases(['21', '28 28 29'])]],
  ])('%s', (_, all) => {
    expect(neighboursObjection(all)).toBeNull();
  });
});

test('a regression shows in the calls of the failing tests alone', () => {
  expect(showsRegression([own('29 28 ?'), ...cases(['21', '28 28 ?'])])).toBe(true);
  expect(showsRegression([own('28 28 ?'), ...cases(['21', '29 28 ?'])])).toBe(false);
  expect(showsRegression([own('? 28 ?')])).toBe(false);
});
