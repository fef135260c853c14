// Masking takes time linear in the text: eight times the text takes about eight times the work, not sixty-four times. Compares two
// sizes on the processor's clock of this process, so that neither a slow nor a busy machine decides.
import { expect, test } from '@jest/globals';
import { maskerOnThisThread } from '../../../src/adapters/secrets/scan.ts';
import { longTexts } from './long-texts.ts';

const mask = maskerOnThisThread();
const small = 320 * 1024;
const times = 8;
/** Three times what is linear, and a third of what is not. */
const most = 3 * times;

const text = (piece: string, size: number) => piece.repeat(Math.ceil(size / piece.length));

test.each(longTexts)('%s: megabytes take no more than their share', (_, piece) => {
  work(text(piece, small / 8));
  const once = Math.min(...[1, 2, 3].map(() => work(text(piece, small))));
  expect(work(text(piece, small * times)) / Math.max(once, 10)).toBeLessThan(most);
});

const five = 5 * 1024 * 1024;

test.each([
  ['half-tokens', longTexts[0]?.[1] ?? ''],
  ['one character', '='],
  ['openings without an end', '{"a":[('],
  ['beginnings of web tokens', `ey${'J-'}`],
])('a line of five megabytes of %s stays as it is', (_, piece) => {
  const line = text(piece, five);
  expect(mask(line) === line).toBe(true);
});

/** Milliseconds of the processor. */
function work(long: string): number {
  const started = process.cpuUsage();
  mask(long);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

test('a token with a colour in it is masked, colour and all', () => {
  const token = `gh${'p_'}${'a1B2c3D4e5F6'.repeat(3)}`;
  const coloured = `${token.slice(0, 12)}\u001b[1;31m${token.slice(12)}`;
  expect(mask(`sent \u001b[32m${coloured}\u001b[0m now`)).toBe('sent \u001b[32m<SECRET:1>\u001b[0m now');
});
