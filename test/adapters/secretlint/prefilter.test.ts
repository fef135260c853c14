// What the rules are shown is cut down to the lines around what they could match: nothing may be lost by that. So the same
// texts are masked once as they are and once with a word in every line that makes the rules look at all of them.
// Every secret here is made at run time from parts, so that no scanner stumbles over this repository.
import { expect, test } from '@jest/globals';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { secretMasker } from '../../../src/adapters/secretlint/mask.ts';
import { coveredRules } from '../../../src/adapters/secretlint/triggers.ts';
import { watcher } from '../../../src/adapters/secretlint/watcher.ts';

function letters(length: number, alphabet = 'aB3dE5gH7jK9mN1pQ2sT4vW6xY8zC0'): string {
  return Array.from({ length }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('');
}
const hex = (length: number) => letters(length, '0123456789abcdef');
const digits = (length: number) => letters(length, '0123456789');
const plainLetters = (length: number) => letters(length, 'abcdefghijkXYZ');

/** Base64 of an object whose last brace falls on a boundary, as the rule expects. */
function onePassword(): string {
  const account = {
    email: `${letters(13)}@1passwordserviceaccounts.lcl`,
    muk: { alg: 'A256GCM', ext: true, k: letters(43), key_ops: ['encrypt', 'decrypt'], kty: 'oct', kid: 'mp' },
    secretKey: `A3-${letters(28)}`,
    srpX: hex(64),
    signInAddress: 'shop.example.org',
    userAuth: { method: 'SRPg-4096', alg: 'PBES2g-HS256', iterations: 100_000, salt: letters(22) },
  };
  const text = JSON.stringify(account);
  return Buffer.from(text.replace('shop.', `${'x'.repeat((4 - (text.length % 3)) % 3)}shop.`)).toString('base64');
}

/** At least one for every pattern of every rule, ours and the library's. */
const secrets: readonly (readonly [string, string])[] = [
  ...['p', 'o', 'u', 's', 'r'].map(kind => [`GitHub gh${kind}`, `gh${kind}_${letters(36)}`] as const),
  ['GitHub, fine-grained', `github_${'pat_'}${letters(82)}`],
  ['GitHub, of an installation, as a web token', `gh${'s_'}12345_${letters(40)}.${letters(40)}.${letters(40)}`],
  ['GitHub, as git writes it', `https://${letters(40)}:x-oauth-${'basic'}@github.com/acme/shop`],
  ['npm', `np${'m_'}${letters(36)}`],
  ['npmrc', `//registry.npmjs.org/:_auth${'Token'}=${letters(36)}`],
  ['SendGrid', `SG${'.'}${letters(22)}.${letters(43)}`],
  ...['pa', 'ca', 'at', 'ss'].map(kind => [`Shopify ${kind}`, `sh${'p'}${kind}_${hex(32)}`] as const),
  ...['sk_live', 'sk_test', 'rk_live', 'rk_test'].map(kind => [`Stripe ${kind}`, `${kind}_${letters(30)}`] as const),
  ['GitLab', `gl${'pat-'}${letters(20)}`],
  ['Grafana Cloud', `gl${'c_'}${letters(60)}`],
  ['Grafana', `gl${'sa_'}${letters(32)}_${hex(8)}`],
  ['OpenAI, old', `s${'k-'}${letters(20)}T3Blbk${'FJ'}${letters(20)}`],
  ['OpenAI, of a project', `s${'k-'}proj-${letters(74)}T3Blbk${'FJ'}${letters(74)}`],
  ['Anthropic', `s${'k-ant-'}api03-${letters(93)}AA`],
  ['Groq', `gs${'k_'}${letters(52)}`],
  ['Hugging Face', `h${'f_'}${plainLetters(34)}`],
  ['Linear', `lin_${'api_'}${letters(40)}`],
  ['Notion', `nt${'n_'}${digits(11)}${letters(35)}`],
  ['1Password', `op${'s_'}${onePassword()}`],
  ...['s', 'b', 'r'].map(kind => [`Vault hv${kind}`, `hv${kind}.${letters(kind === 'b' ? 150 : 100)}`] as const),
  ...['p', 'i', 'a', 'r', 'k'].map(kind => [`Vercel vc${kind}`, `vc${kind}_${letters(30)}`] as const),
  ['Databricks', `da${'pi'}${hex(32)}`],
  ['Docker', `dckr_${'pat_'}${letters(27)}`],
  ['Figma', `fig${'d_'}${letters(50)}`],
  ...['cfk', 'cfut', 'cfat'].map(kind => [`Cloudflare ${kind}`, `${kind}_${letters(40)}${hex(8)}`] as const),
  ['Tailscale', `tskey-${'auth'}-${letters(12)}-${letters(30)}`],
  ...['mongodb', 'mongodb+srv', 'mysql', 'jdbc:mysql', 'postgres', 'postgresql', 'MySQL'].map(
    scheme => [scheme, `${scheme}://app:${letters(12)}@db.example.org:5432/shop`] as const,
  ),
  ['a password in a URL', `https://ci:${letters(20)}@pypi.example.org/simple`],
  ['a token before a host', `https://${letters(40)}@github.com/acme/shop`],
  ['Authorization', `AUTHORIZATION: bearer ${letters(40)}`],
  [
    'Authorization, in base64 with its padding',
    `Authorization: Basic ${Buffer.from('ci:not-a-secret').toString('base64')}=`,
  ],
  ['Authorization, below', `Authorization:\n\n bearer\n\n${letters(40)}`],
  ...['x-api-key', 'X-Goog-Api-Key', 'PRIVATE-TOKEN', 'X-Auth-Token'].map(
    name => [name, `${name}: ${letters(30)}`] as const,
  ),
  ['Google', `AI${'za'}${letters(35)}`],
  ...['AKIA', 'AGPA', 'AIDA', 'AROA', 'AIPA', 'ANPA', 'ANVA', 'ASIA', 'A3TX'].map(
    kind => [`AWS ${kind}`, `${kind}${letters(16, 'ABCDEFGHIJKLMNOP234567')}`] as const,
  ),
  ...['secret_access_key', 'SecretAccessKey', 'SECRET_KEY', 'secretKey', 'secret_accesskey'].map(
    name => [name, `${name} = ${letters(40)}`] as const,
  ),
  ...['session_token', 'SessionToken'].map(name => [name, `${name}: ${letters(120)}`] as const),
  ['Slack', `xo${'xb-'}123456789012-${letters(24)}`],
  ['Slack app', `xap${'p-'}1-${letters(24)}`],
  ['Slack webhook', `https://hooks.slack.com/services/T${letters(8)}/B${letters(8)}/${letters(24)}`],
  ['PyPI', `py${'pi-'}AgEIcHlwaS5vcmc${letters(60)}`],
  ['a JSON web token', `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}zdWIiOiIxMjM0NTY3ODkwIn0.${letters(43)}`],
  ['a private key', `-----BEGIN ${'PRIVATE'} KEY-----\n${`${letters(64)}\n`.repeat(20)}-----END ${'PRIVATE'} KEY-----`],
];

const ordinary = [
  '2026-11-02T09:14:07.2904078Z tests/orders/test_refunds.py::test_partial[eur-3] PASSED [ 12%]',
  'Collecting requests from the index, a task of asia and dapper risk-free npm packages \u2714 \ufffd \u{1F319}',
  'E       KeyError: "shop"',
];

/** Makes the rules look at this line and those below it. */
const lure = 'xoxo';
const mask = secretMasker();

/** Numbers go by what was looked at first, so they are made alike. */
function renumbered(text: string): string {
  const seen = new Map<string, number>();
  return text.replace(/<SECRET:\d+>/g, found => {
    seen.set(found, seen.get(found) ?? seen.size + 1);
    return `<SECRET:${seen.get(found)}>`;
  });
}

async function maskedWithLures(text: string): Promise<string> {
  const lured = text.split('\n').map(line => `${lure}\n${line}`);
  const masked = await mask(lured.join('\n'));
  return renumbered(masked.replaceAll(`${lure}\n`, ''));
}

test.each(secrets)('%s is found among ordinary lines, however few of them the rules see', async (_, secret) => {
  const filling = Array.from({ length: 40 }, (_, index) => ordinary[index % ordinary.length] ?? '');
  const text = [...filling, `token of ours ${secret} and on`, ...filling].join('\n');
  const masked = await mask(text);
  expect(masked).toContain('<SECRET:1>');
  // A secret over several lines would be torn apart by lures.
  if (!secret.includes('\n')) expect(renumbered(masked)).toBe(await maskedWithLures(text));
});

test('a log full of secrets is masked as if the rules saw all of it', async () => {
  const lines = secrets
    .filter(([, secret]) => !secret.includes('\n'))
    .flatMap(([name, secret], index) => [
      ...Array.from({ length: (index * 5) % 23 }, (_, at) => ordinary[at % ordinary.length] ?? ''),
      `${index % 2 === 0 ? '' : '2026-11-02T09:14:07.2904078Z '}${name}: ${secret}`,
    ]);
  const text = Array.from({ length: 30 }, () => lines.join('\n')).join('\n');
  expect(renumbered(await mask(text))).toBe(await maskedWithLures(text));
});

test('every library rule in use has known triggers', () => {
  const leftOut = ['filter-comments', 'aws', 'slack'].map(name => `@secretlint/secretlint-rule-${name}`);
  const used = rules.map(({ meta }) => meta.id).filter(id => !leftOut.includes(id));
  expect(used.filter(id => !coveredRules.has(id))).toEqual([]);
});

test('a word is found anywhere, in any case, repeated, and next to non-ASCII text', () => {
  const watch = watcher(['npm_', '://', 'secret_key']);
  const places = (text: string) => watch(text).map(({ word, at }) => `${word}@${at}`);
  expect(places('npm_')).toEqual(['npm_@0']);
  expect(places('a\u{1F319}NPM_npm_')).toEqual(['npm_@3', 'npm_@7']);
  expect(places('x://y://')).toEqual(['://@1', '://@5']);
  expect(places('\u2714 SECRET_Key')).toEqual(['secret_key@2']);
  expect(places('npm secret key :/ /')).toEqual([]);
});
