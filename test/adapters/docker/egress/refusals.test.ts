// What the egress proxy's refusals become in a report.
import { describe, expect, test } from '@jest/globals';
import {
  areOutdated,
  offlineNotes,
  type Refusal,
  refusalNotes,
  refusalsIn,
} from '../../../../src/adapters/docker/egress/refusals.ts';

const unlisted = (host: string): Refusal => ({ why: 'host', host, port: 443 });

describe('the notes', () => {
  test('name each host once', () => {
    expect(refusalNotes([unlisted('example.com'), { ...unlisted('example.com'), port: 80 }])).toEqual([
      'Setup asked for `example.com`, which is not an allowed host (see `SANDBOX_ALLOWED_HOSTS`).',
    ]);
    expect(refusalNotes([unlisted('a.test'), unlisted('b.test')])).toEqual([
      'Setup asked for `a.test`, `b.test`, which are not allowed hosts (see `SANDBOX_ALLOWED_HOSTS`).',
    ]);
  });

  test('say what else was refused, with its port', () => {
    expect(
      refusalNotes([
        { why: 'port', host: 'github.com', port: 22 },
        { why: 'address', host: 'inner.test', port: 443 },
        { why: 'protocol', host: 'pypi.org', port: 443 },
        { why: 'name', host: '', port: 0 },
      ]),
    ).toEqual([
      'Setup asked for `github.com:22`, which is not an allowed port (see `SANDBOX_ALLOWED_HOSTS`).',
      'Setup asked for `inner.test:443`, which has no public address.',
      'Setup asked for `pypi.org:443`, by a tunnel without TLS.',
      'Setup asked for a host by a malformed name.',
    ]);
  });

  test('stay short, however many and long the names', () => {
    const many = Array.from({ length: 30 }, (_, index) => unlisted(`${'x'.repeat(200)}.host-${index}.test`));
    const [note = '', ...more] = refusalNotes(many);
    expect(more).toEqual([]);
    expect(note).toContain('xxx.host-7.test` and 22 more, which are not allowed hosts (see `SANDBOX_ALLOWED_HOSTS`).');
    expect(note.length).toBeLessThan(800);
  });

  test('are none where nothing was refused', () => {
    expect(refusalNotes([])).toEqual([]);
  });
});

test.each([
  ['the host', { host: 'a.example.com', subdomains: false, ports: [80, 443] }, true],
  ['all below its domain', { host: 'example.com', subdomains: true, ports: [443] }, true],
  ['another port', { host: 'a.example.com', subdomains: false, ports: [80] }, false],
  ['its domain alone', { host: 'example.com', subdomains: false, ports: [443] }, false],
  ['all below itself', { host: 'a.example.com', subdomains: true, ports: [443] }, false],
])('what was refused once is allowed by now, if the operator lists %s: %s', (_, allowed, expected) => {
  expect(areOutdated([unlisted('b.test'), unlisted('a.example.com')], [allowed])).toBe(expected);
});

test('the proxy’s lines are read, and its complaints are not', () => {
  const output = [
    'Traceback (most recent call last):',
    JSON.stringify(unlisted('a.test')),
    '{"why": "because", "host": "b.test", "port": 1}',
    'null',
    '',
  ];
  expect(refusalsIn(output.join('\n'))).toEqual([unlisted('a.test')]);
});

test.each([
  ['ssh: Could not resolve hostname github.com: Temporary failure in name resolution', true],
  ['curl: (6) Could not resolve host: example.com', true],
  ['connect: Network is unreachable', true],
  ['Error: getaddrinfo ENOTFOUND example.com', true],
  ['dial tcp: lookup example.com: no such host', true],
  ['E   AssertionError: 1 != 2', false],
  ['ERROR: No matching distribution found for requests', false],
])('a step that failed with “%s” wanted a network: %s', (output, expected) => {
  expect(offlineNotes(output).length > 0).toBe(expected);
});
