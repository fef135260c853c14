// The runner's decisions by themselves: matrices, expressions, file commands, what a job shares with the host.
import { describe, expect, test } from '@jest/globals';
import { holds, interpolated, resolved } from '../../../src/standins/runner/expression.ts';
import { readPairs } from '../../../src/standins/runner/file-commands.ts';
import { hostConnections } from '../../../src/standins/runner/host-connections.ts';
import { combinations } from '../../../src/standins/runner/matrix.ts';

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
});

describe('an expression', () => {
  const contexts = { matrix: { python: 3.1, list: ['a', 'b'] }, env: {} };

  test('is filled into the text around it, a missing value as nothing', () => {
    expect(interpolated(`py${ex('matrix.python')}-${ex("join(matrix.list, '+')")}${ex('env.NONE')}`, contexts)).toBe(
      'py3.1-a+b',
    );
  });

  test('that is the whole text keeps its shape', () => {
    expect(resolved({ of: ex('matrix.list') }, contexts)).toEqual({ of: ['a', 'b'] });
    expect(resolved(ex(`fromJSON('[1, {"b": null}]')`), contexts)).toEqual([1, { b: null }]);
  });

  test.each([
    [undefined, 'success', true],
    [undefined, 'failure', false],
    ['', 'failure', false],
    ['always()', 'failure', true],
    [ex('failure()'), 'failure', true],
    ['matrix.python', 'failure', false],
    ["matrix.python == '3.1'", 'success', true],
    ["!cancelled() && '0'", 'failure', true],
    [false, 'success', false],
  ] as const)('as a condition, %s after %s is %s', (condition, status, expected) => {
    expect(holds(condition, status, contexts)).toBe(expected);
  });
});

describe('a file command', () => {
  test('is a pair, or a block that keeps its lines', () => {
    expect(readPairs('a=1=2\n\nb<<END\nx\n\ny\nEND\nc=\n')).toEqual({
      pairs: { a: '1=2', b: 'x\n\ny', c: '' },
      complaint: undefined,
    });
  });

  test('that never ends is complained about', () => {
    expect(readPairs('b<<END\nx\n').complaint).toBe("Invalid value. Matching delimiter not found 'END'");
  });
});

describe('a job shares with its host', () => {
  test('proxies and the certificate bundle, and nothing else', () => {
    const bundle = import.meta.filename;
    const { env, binds } = hostConnections({
      HTTPS_PROXY: 'http://proxy:3128',
      PIP_CERT: bundle,
      GEMINI_API_KEY: 'secret',
    });
    expect(binds).toEqual([`${bundle}:/etc/nightwatch-host-ca.pem:ro`]);
    expect(env['HTTPS_PROXY']).toBe('http://proxy:3128');
    expect(env['PIP_CERT']).toBe('/etc/nightwatch-host-ca.pem');
    expect(Object.values(env)).not.toContain('secret');
  });

  test('no bundle that is not there', () => {
    expect(hostConnections({ SSL_CERT_FILE: '/nowhere/ca.pem' })).toEqual({ env: {}, binds: [] });
  });
});

/** The code within `${{ }}`. */
function ex(code: string): string {
  return `\${{ ${code} }}`;
}
