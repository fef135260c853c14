import { describe, expect, test } from '@jest/globals';
import { combinations, matrixEntries } from '../../src/actions/matrix.ts';

describe('a matrix', () => {
  test('without axes is one empty combination', () => {
    expect(combinations(undefined)).toEqual([{}]);
  });

  test('is spread, thinned by exclude and widened by include as GitHub’s documentation shows', () => {
    const matrix = {
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      exclude: [{ fruit: 'pear', animal: 'dog' }],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    };
    expect(combinations(matrix)).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  test.each<[string, unknown, unknown[]]>([
    ['no matrix', null, [{}]],
    ['an expression for a matrix', `\${{ fromJSON(needs.x.outputs.y) }}`, [{}]],
    ['an expression for an axis', { os: `\${{ x }}` }, [{ os: `\${{ x }}` }]],
    ['an axis without values', { os: [] }, [{}]],
    ['an excluded combination', { os: ['a', 'b'], exclude: [{ os: 'a' }] }, [{ os: 'b' }]],
    [
      'all that agree with one excluded value',
      { os: ['a', 'b'], py: [1, 2], exclude: [{ os: 'a' }] },
      [
        { os: 'b', py: 1 },
        { os: 'b', py: 2 },
      ],
    ],
    ['an exclusion that agrees in part only', { os: ['a'], exclude: [{ os: 'a', py: 1 }] }, [{ os: 'a' }]],
    ['an exclusion of the same figure as text', { py: [3.1], exclude: [{ py: '3.1' }] }, [{ py: 3.1 }]],
    [
      'an exclusion that brings itself back',
      { os: ['a'], exclude: [{ os: 'a' }], include: [{ os: 'a' }] },
      [{ os: 'a' }],
    ],
    ['objects as values', { py: [{ v: 1 }, { v: 2 }], exclude: [{ py: { v: 1 } }] }, [{ py: { v: 2 } }]],
    ['inclusions alone', { include: [{ os: 'a' }, { os: 'b' }] }, [{ os: 'a' }, { os: 'b' }]],
    ['lists of what is no mapping', { os: ['a'], include: ['x', null], exclude: [1] }, [{ os: 'a' }]],
  ])('%s', (_, matrix, expected) => {
    expect(combinations(matrix)).toEqual(expected);
  });
});

test('what an include adds to a combination is not in the name, and its axes come first in one of its own', () => {
  const matrix = {
    os: ['linux'],
    include: [
      { os: 'linux', arch: 'arm' },
      { arch: 'x64', os: 'mac' },
    ],
  };
  expect(matrixEntries(matrix).map(({ named }) => Object.entries(named))).toEqual([
    [['os', 'linux']],
    [
      ['os', 'mac'],
      ['arch', 'x64'],
    ],
  ]);
});
