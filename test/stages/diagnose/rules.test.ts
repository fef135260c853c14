import { expect, test } from '@jest/globals';
import { ruledOut } from '../../../src/stages/diagnose/rules.ts';
import { evidence, failure, silent } from './fixtures.ts';

test.each([
  '##[error]The hosted runner lost communication with the server. Anything in your workflow that terminates the runner process',
  '##[error]The runner has received a shutdown signal. This can happen when the runner service is stopped',
  'tar: demo.bin: Cannot write: No space left on device',
  "OSError: [Errno 28] No space left on device: '/home/runner/work'",
  "ERROR: HTTPSConnectionPool(host='files.pythonhosted.org', port=443): Max retries exceeded with url: /packages/x.whl",
  "fatal: unable to access 'https://github.com/acme/shop/': Could not resolve host: github.com",
  'ERROR: HTTP error 503 while getting https://files.pythonhosted.org/packages/x.whl',
  'ERROR: 502 Server Error: Bad Gateway for url: https://pypi.org/simple/requests/',
  'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
  'Error response from daemon: toomanyrequests: You have reached your pull rate limit.',
  '##[error]Docker pull failed with exit code 1',
  '##[error]API rate limit exceeded for installation ID 1.',
  '##[error]The operation was canceled.',
  'E: Failed to fetch http://archive.ubuntu.com/ubuntu/pool/x.deb  502  Bad Gateway',
  'npm error code ETIMEDOUT',
  "ReadTimeoutError: HTTPSConnectionPool(host='files.pythonhosted.org', port=443): Read timed out.",
  "SSLError(SSLEOFError(8, 'EOF occurred')) host='pypi.org'",
])('an infrastructure failure: %s', line => {
  const found = ruledOut(silent(['collecting', line, '##[error]Process completed with exit code 1.']));
  expect(found?.code).toBe('infrastructure');
  expect(found?.detail).toContain(line.slice(0, 60));
});

test.each([
  'E   ConnectionRefusedError: [Errno 111] Connection refused',
  "E   requests.exceptions.ConnectionError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded",
  'E   OSError: [Errno 28] No space left on device',
  'E   assert 503 == 200',
  '##[error]The operation was canceled.',
])('a failing test that was read explains the red run, even beside: %s', line => {
  const digest = `${evidence.digest}\n${line}`;
  expect(ruledOut({ ...evidence, digest, failures: [{ ...failure, message: line }] })).toBeNull();
  expect(
    ruledOut({ ...evidence, digest, commands: [{ script: 'pytest', shell: null, env: {}, exitCode: 137 }] }),
  ).toBeNull();
});

test.each([
  'Traceback (most recent call last): ConnectionRefusedError: [Errno 111] Connection refused by localhost:5432',
  'expected status 200 but got 503',
  'the test says "The operation was canceled." and goes on',
])('without a failing test these still prove nothing about the machinery: %s', line => {
  expect(ruledOut(silent([line]))).toBeNull();
});

test.each([137, 143])('a command that was killed (%d) without a failing test is the machine', exitCode => {
  expect(ruledOut(silent(['collected 10 items'], exitCode))?.code).toBe('infrastructure');
  const [killed, failed] = [silent(['collected 10 items'], exitCode), silent(['collected 10 items'])];
  const both = (...parts: (typeof killed)[]) => ({ ...killed, commands: parts.flatMap(part => part.commands) });
  expect(ruledOut(both(failed, killed))?.code).toBe('infrastructure');
  expect(ruledOut(both(killed, failed))).toBeNull();
});

test('a retried download is an infrastructure failure only if pip gave up', () => {
  const retry =
    "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError': Failed to establish: [Errno -3] Temporary failure in name resolution: pypi.org";
  expect(ruledOut(silent([retry, 'Successfully installed requests', 'INTERNALERROR> boom']))).toBeNull();
  expect(ruledOut(silent([retry, 'ERROR: No matching distribution found for requests']))?.code).toBe('infrastructure');
});

test.each([
  '##[error]The job running on runner GitHub Actions 2 has exceeded the maximum execution time of 360 minutes.',
  '##[error]The action ‘Test’ has timed out after 5 minutes.',
  '##[error]Process completed with exit code 124.',
])(
  'a job that hits its time limit is not an infrastructure failure, and a known hanging test is repaired: %s',
  line => {
    const lines = [line, '##[error]The operation was canceled.'];
    expect(ruledOut(silent(lines))?.code).toBe('unsupported');
    const hung = { ...failure, testId: 'tests/test_a.py', errorType: 'Timeout' };
    expect(ruledOut({ ...silent(lines), failures: [hung] })).toBeNull();
  },
);

test('a log without Python tests is unsupported', () => {
  const log = {
    ...silent(['npm error Missing script: "test"']),
    commands: [{ script: 'npm test', shell: null, env: {}, exitCode: 1 }],
  };
  expect(ruledOut(log)).toEqual({
    code: 'unsupported',
    detail: 'The log of step “Test” shows no failing Python test.',
  });
});

test('where an action failed, an earlier command does not make it a test run', () => {
  const commands = [{ script: 'pytest', shell: null, env: {}, exitCode: null }];
  expect(ruledOut({ ...silent(['Error: Codecov token not found.']), commands })?.code).toBe('unsupported');
});

test('pytest without readable failures goes on', () => {
  expect(ruledOut(silent(['INTERNALERROR> Traceback (most recent call last):']))).toBeNull();
});
