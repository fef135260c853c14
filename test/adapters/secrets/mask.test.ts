// Every secret here is made at run time from parts, so that no scanner stumbles over this repository.
import { expect, test } from '@jest/globals';
import { secretMasker } from '../../../src/adapters/secrets/mask.ts';

const mask = secretMasker();
const time = '2026-11-02T09:14:07.2904078Z ';

/** Letters and digits as a token would hold them, the same every time. */
function letters(length: number, seed = 7): string {
  const alphabet = 'aB3dE5gH7jK9mN1pQ2sT4vW6xY8zC0';
  return Array.from({ length }, (_, index) => alphabet[(index * seed + 3) % alphabet.length]).join('');
}

const pem = (rows: readonly string[]) =>
  [`-----BEGIN RSA ${'PRIVATE'} KEY-----`, ...rows, `-----END RSA ${'PRIVATE'} KEY-----`].join('\n');
const rows = ['MII', 'b', 'c', 'd', 'e'].map((start, index) => `${start}${letters(64 - start.length, index * 2 + 7)}`);

const secrets: readonly [string, string][] = [
  ['a personal GitHub token', `gh${'p_'}${letters(36)}`],
  ['an installation token', `gh${'s_'}${letters(36)}`],
  ['a user-to-server token', `gh${'u_'}${letters(36)}`],
  ['a fine-grained GitHub token', `github_${'pat_'}${letters(82)}`],
  ['an AWS access key id', `AK${'IA'}QWERTYUIOPASDFGH`],
  ['an npm token', `np${'m_'}${letters(36)}`],
  ['a Slack token', `xo${'xb-'}123456789012-1234567890123-${letters(24)}`],
  ['a Google API key', `AI${'za'}Sy${letters(33)}`],
  ['a JSON web token', `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}zdWIiOiIxMjM0NTY3ODkwIn0.${letters(43)}`],
  ['a Stripe key', `sk_${'live_'}${letters(24)}`],
  ['a SendGrid key', `SG${'.'}${letters(22)}.${letters(43)}`],
  ['a GitLab token', `gl${'pat-'}${letters(20)}`],
  ['a PyPI token', `py${'pi-'}AgEIcHlwaS5vcmc${letters(60)}`],
  ['a private key', pem(rows)],
];

test.each(secrets)('%s is replaced wherever it appears', async (_, secret) => {
  expect(await mask(`before\nvalue = "${secret}"\nafter`)).toBe('before\nvalue = "<SECRET:1>"\nafter');
});

test.each(secrets)('%s is found after a runner’s timestamp', async (_, secret) => {
  const logged = secret
    .split('\n')
    .map(line => time + line)
    .join('\n');
  const masked = await mask(`${time}start\n${logged}\n${time}end`);
  expect(masked).toBe(`${time}start\n${time}<SECRET:1>\n${time}end`);
});

test.each([
  ['a password in a URL', (s: string) => `pip install --index-url https://ci:${s}@pypi.example.org/simple`],
  ['a database password', (s: string) => `DATABASE_URL=postgres://app:${s}@db:5432/app`],
  ['a bearer header', (s: string) => `{'Authorization': 'Bearer ${s}', 'Accept': '*/*'}`],
  ['a basic header', (s: string) => `> authorization: basic ${s}`],
  ['an AWS secret', (s: string) => `aws_secret_access_key = ${s}`],
  ['an AWS secret in the environment', (s: string) => `  AWS_SECRET_ACCESS_KEY: ${s}`],
  ['an .npmrc line', (s: string) => `//registry.npmjs.org/:_authToken=${s}`],
  ['a token as a user', (s: string) => `fatal: could not read from https://${s}@github.com/acme/shop`],
])('of %s only the secret itself is replaced', async (_, line) => {
  expect(await mask(line(letters(40)))).toBe(line('<SECRET:1>'));
});

test('the same secret gets the same number, another secret the next', async () => {
  const [one, two] = [`gh${'p_'}${letters(36)}`, `gh${'p_'}${letters(36, 11)}`];
  expect(await mask(`${one} ${two} ${one}`)).toBe('<SECRET:1> <SECRET:2> <SECRET:1>');
});

test('a key printed twice is one secret, whatever its timestamps', async () => {
  const at = (second: number) =>
    pem(rows)
      .split('\n')
      .map((line, index) => `2026-11-02T09:14:${second}.${index}904078Z ${line}`)
      .join('\n');
  expect((await mask(`${at(10)}\n${at(20)}`)).match(/<SECRET:\d+>/g)).toEqual(['<SECRET:1>', '<SECRET:1>']);
});

test('a truncated key is still masked, and the text after it stays', async () => {
  const cut = pem(rows).split('\n').slice(0, 4).join('\n');
  expect(await mask(`${cut}\nFAILED tests/test_key.py::test_load\n`)).toBe(
    '<SECRET:1>\nFAILED tests/test_key.py::test_load\n',
  );
});

test('a key written on one line is masked', async () => {
  expect(await mask(`{"private_key": "${pem(rows).replaceAll('\n', '\\n')}\\n"}`)).toBe(
    '{"private_key": "<SECRET:1>\\n"}',
  );
});

test('masking is idempotent, and a later secret gets a new number', async () => {
  const lines = [
    ...secrets.map(([, secret]) => secret),
    `authorization: basic ${letters(40)}`,
    `a://b:${letters(9)}@c`,
  ];
  const once = await mask(lines.join('\n'));
  expect(await mask(once)).toBe(once);
  expect(await mask(`<SECRET:3> gh${'p_'}${letters(36)}`)).toBe('<SECRET:3> <SECRET:4>');
});

test.each([
  '2026-11-02T09:14:07.2904078Z tests/test_user.py::test_name[https://example.org/a] FAILED [ 12%]',
  'AUTHORIZATION: basic ***',
  'https://x-access-token:***@github.com/acme/shop',
  'authorization: required for this page',
  "TypeError: 'NoneType' object is not subscriptable",
  'postgres://localhost:5432/test',
  '-----BEGIN PRIVATE KEY----- is how such a file begins',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  'email user@example.org wrote: hello',
])('nothing is taken from: %s', async line => {
  expect(await mask(line)).toBe(line);
});

test('a comment in a log cannot turn masking off', async () => {
  const token = `gh${'p_'}${letters(36)}`;
  expect(await mask(`# secretlint-disable\n${token}\n// secretlint-disable-line`)).not.toContain(token);
});

test('a known value is replaced verbatim, within a word, with escaped newlines, and in base64 alone or inside', async () => {
  const value = `no-scanner-knows/${letters(9)}\nsecond`;
  const known = secretMasker({ known: [value, 'short'] });
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  expect(await known(`x${value}y`)).toBe('x<SECRET:1>y');
  expect(await known(value.replace('\n', '\\n'))).toBe('<SECRET:1>');
  expect(await known(base64(value))).toBe('<SECRET:1>');
  for (const user of ['a:', 'ab:', 'abc:']) {
    const masked = await known(base64(`${user}${value}:z`));
    expect(masked).toContain('<SECRET:1>');
    expect(masked.length).toBeLessThan(24);
  }
  expect(await known('short')).toBe('short');
});

test('a byte order mark does not shift what is masked', async () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  expect(await secretMasker()(`\ufeffkey is ${token} end`)).toBe('\ufeffkey is <SECRET:1> end');
});
