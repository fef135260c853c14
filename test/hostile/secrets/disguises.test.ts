// The table of disguises, and texts at random: a token is found however it is hidden, and nothing else changes.
import { expect, test } from '@jest/globals';
import { maskerOnThisThread } from '../../../src/adapters/secrets/scan.ts';
import { disguises } from './disguises.ts';
import { alnum } from './made-up.ts';

const mask = maskerOnThisThread();
const token = `gh${'p_'}${alnum(36)}`;

test('there are at least 31 disguises', () => {
  expect(disguises.length).toBeGreaterThanOrEqual(31);
});

test.each(disguises)('%s does not hide a token', (_, hide) => {
  const hidden = hide(token);
  const masked = mask(`before\n${hidden}\nafter`);
  expect(masked).toMatch(/^before\n.*<SECRET:\d+>.*\nafter$/s);
  const rest = masked.replace(/<SECRET:\d+>/g, '').slice('before\n'.length, -'\nafter'.length);
  // What is left is what surrounds the token: quotes, a colour, a name.
  expect(rest.length).toBeLessThan(hidden.length / 2);
});

test('our own secrets are found in every disguise too', () => {
  const value = `no-scanner-knows/${alnum(9)}`;
  const known = maskerOnThisThread({ known: [value] });
  for (const [, hide] of disguises) expect(known(hide(value))).toContain('<SECRET:');
});

test('texts without secrets stay as they are, whatever characters are in them', () => {
  const pieces = [
    'a',
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\0',
    '\u001b[0m',
    '\u200b',
    '%20',
    '\\n',
    '\\u0041',
    '"',
    "'",
    '+',
    '=',
    '\u{1F319}',
  ];
  const next = numbers(1);
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: next(80) }, () => pieces[next(pieces.length)] ?? '').join('');
    expect(mask(text)).toBe(text);
  }
});

test('around a token, every text stays as it is', () => {
  const pieces = ['word', ' ', '\n', '\u001b[0m', '\u200b ', '%20', '\\n', '(', ')', ', ', '\u{1F319}'];
  const next = numbers(7);
  for (let round = 0; round < 300; round++) {
    const around = () => Array.from({ length: next(20) }, () => pieces[next(pieces.length)] ?? '').join('');
    const [left, right] = [around(), around()];
    expect(mask(`${left} ${token} ${right}`)).toBe(`${left} <SECRET:1> ${right}`);
  }
});

/** Whole numbers below a bound, the same every time. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return most => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}
