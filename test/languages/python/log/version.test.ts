import { expect, test } from '@jest/globals';
import { logLines } from '../../../../src/actions/log-lines.ts';
import { pythonVersionOf } from '../../../../src/languages/python/log/version.ts';

test.each([
  [['  python-version: 3.x', 'Successfully set up CPython (3.11.9)'], '3.11.9'],
  // All for tox, then the one to work with.
  [
    [
      ...['3.10.20', '3.14.3', '3.12.9'].map(version => `Successfully set up CPython (${version})`),
      '  pythonLocation: /opt/hostedtoolcache/Python/3.12.9/x64',
    ],
    '3.12.9',
  ],
  // For a tool only: `update-environment: false`.
  [['  pythonLocation: /opt/hostedtoolcache/Python/3.12.9/x64', 'Successfully set up CPython (3.14.3)'], '3.12.9'],
  [['  python-version: 3.12'], '3.12'],
  [["  python-version: '3.10'"], '3.10'],
  [['  pythonLocation: /opt/hostedtoolcache/Python/3.9.20/x64'], '3.9.20'],
  [['platform linux -- Python 3.11.2, pytest-7.2.1, pluggy-1.0.0'], '3.11.2'],
  [['nothing'], null],
])('%j says Python %s', (lines, version) => {
  expect(pythonVersionOf(logLines(lines.join('\n')))).toBe(version);
});
