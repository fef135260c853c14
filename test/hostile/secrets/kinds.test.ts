// The table of kinds: what each of them looks like where it leaks.
import { expect, test } from '@jest/globals';
import { maskerOnThisThread } from '../../../src/adapters/secrets/scan.ts';
import { samples } from './kinds.ts';
import { alnum } from './made-up.ts';

const mask = maskerOnThisThread();

test('there are at least 133 kinds, each with a name of its own', () => {
  expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
  expect(samples.length).toBeGreaterThanOrEqual(133);
});

test.each(samples)('$name is masked, and nothing of it is left', ({ text, secret }) => {
  expect(leftOf(secret, mask(text))).toBe('');
});

test.each(samples)('$name is masked in the log of a runner', ({ text, secret }) => {
  const logged = text
    .split('\n')
    .map(line => `2026-11-02T09:14:07.2904078Z ${line}`)
    .join('\n');
  expect(leftOf(secret, mask(`##[group]Run it\n${logged}\n2026-11-02T09:14:08.1Z FAILED tests/test_a.py`))).toBe('');
});

test('what is masked stays so, and a second masking changes nothing', () => {
  for (const { text } of samples) {
    const once = mask(text);
    expect(mask(once)).toBe(once);
  }
});

/** Ten characters of a secret that are still there. */
function leftOf(secret: string, masked: string): string {
  const length = Math.min(10, secret.length);
  const parts = Array.from({ length: secret.length - length + 1 }, (_, at) => secret.slice(at, at + length));
  return parts.find(part => masked.includes(part)) ?? '';
}

test.each([
  'POSTGRES_PASSWORD: postgres',
  'DATABASE_URL=postgres://postgres:postgres@localhost:5432/test',
  'MYSQL_ROOT_PASSWORD=root',
  'Cache restored from key: setup-python-Linux-24.04-Ubuntu-python-3.11.9-pip-1f0a2b7c9d8e4f5a6b7c8d9e0f1a2b3c',
  'token = self.tokens[index + 1]',
  'password = get_password(user)',
  'password: str | None = None',
  `secret: $${'{{ secrets.DEPLOY_TOKEN }}'}`,
  'TOKEN="$(cat /run/secrets/token)"',
  'usage: twine [--username USERNAME] [--password PASSWORD]',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  '"integrity": "sha512-Xk0GZSVzPqGdPbvzSUz6CyCuAaFOOMoBbCyBuwYHAgm9zqOL1lUJCVcVXzhS9VcpmL3sXUSbXBJJ5pgVd6bZ0w=="',
  'KeyError: "token"',
  'tests/test_auth.py::test_token[expired-401] FAILED',
  'fetching 3a7f1c9e4b2d8f6a5c0e9d7b1f3a2c4e6d8b0f1a',
  'request 6f9619ff-8b86-4011-b42d-00c04fc964ff took 3 ms',
  'E   AssertionError: assert AuthorizationCodeGrant(request) == TokenResponse',
])('nothing is taken from: %s', line => {
  expect(mask(line)).toBe(line);
});

test.each([
  ['almost tokens', `gh${'p_'}`],
  ['almost OpenAI tokens', 'T3BlbkFJ'],
  ['almost passwords', 'password='],
  ['almost names', 'token.'],
  ['almost quoted', 'secret="'],
  ['almost URLs', '://a:b'],
  ['almost commands', 'curl '],
  ['almost mysql', 'mysql '],
  ['almost cookies', 'cookie: a='],
  ['almost web tokens', `ey${'J'}`],
  ['one long token', alnum(8)],
  ['escapes', '\\u0067'],
  ['colours', '\u001b[1m'],
  ['wrapped lines', 'ab\n'],
  ['hexadecimal digits', '6768'],
  ['dumps', '67 68 '],
  ['vendors', 'discord '],
  ['almost .pgpass', 'a:5432:'],
])('a line of half a megabyte of %s takes no longer than another', (_, piece) => {
  const text = piece.repeat(Math.ceil(500_000 / piece.length));
  const started = process.cpuUsage();
  mask(text);
  const { user, system } = process.cpuUsage(started);
  // Ten times the usual, against work that grows faster than its input.
  expect((user + system) / 1e6).toBeLessThan(8);
});
