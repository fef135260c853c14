// Which failures a network or machine error may explain, by error and message.
import { expect, test } from '@jest/globals';
import type { Failure } from '../../../../src/incident/evidence.ts';
import { blamesTheMachine } from '../../../../src/languages/python/log/blames-the-machine.ts';

const failure: Failure = {
  testId: 'tests/test_shop.py::test_price',
  errorType: 'AssertionError',
  message: 'assert 99 == 100',
  file: 'tests/test_shop.py',
  line: 9,
  frames: [],
  phase: 'call',
};

test.each([
  ['a wrong result', {}, false],
  ['a wrong result that contains a status’s digits', { message: 'assert 5023 == 5024' }, false],
  ['a missing key', { errorType: 'KeyError', message: "'ada'" }, false],
  ['an error without a type', { errorType: null, message: 'assert False' }, false],
  ['a refused connection', { errorType: 'ConnectionRefusedError', message: '[Errno 111]' }, true],
  ['a connection that is only named by the message', { errorType: null, message: 'connection reset by peer' }, true],
  ['httpx’s connect error', { errorType: 'httpx.ConnectError', message: 'all attempts failed' }, true],
  ['a request that timed out', { errorType: 'OSError', message: 'The read operation timed out' }, true],
  ['a certificate', { errorType: 'ssl.SSLCertVerificationError', message: 'certificate verify failed' }, true],
  ['a host that does not resolve', { errorType: 'socket.gaierror', message: '[Errno -2]' }, true],
  ['the same in words', { errorType: 'OSError', message: 'Temporary failure in name resolution' }, true],
  ['urllib', { errorType: 'urllib.error.URLError', message: '<urlopen error>' }, true],
  ['a proxy', { errorType: 'requests.exceptions.ProxyError', message: 'Cannot reach it' }, true],
  ['urllib3 that gave up', { errorType: 'MaxRetryError', message: 'Max retries exceeded' }, true],
  ['a full disk', { errorType: 'OSError', message: '[Errno 28] No space left on device' }, true],
  ['no memory', { errorType: 'MemoryError', message: '' }, true],
  ['no file handles', { errorType: 'OSError', message: '[Errno 24] Too many open files' }, true],
  ['a gateway', { errorType: 'HTTPError', message: '502 Server Error: Bad Gateway' }, true],
] as const)('%s: %j is the fault of the machine: %s', (_, change, expected) => {
  expect(blamesTheMachine({ ...failure, ...change })).toBe(expected);
});
