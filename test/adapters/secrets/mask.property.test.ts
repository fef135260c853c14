// Whatever text is generated around secrets and around none: what is masked is gone in every reading, stays so, and is all that changes.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskerOnThisThread } from '../../../src/adapters/secrets/scan.ts';
import { disguises } from '../../hostile/secrets/disguises.ts';
import { type Sample, samples } from '../../hostile/secrets/kinds.ts';
import { ordinaryLines } from './ordinary-lines.ts';

const mask = maskerOnThisThread();
const time = '2026-11-02T09:14:07.2904078Z ';

const sample = fc.constantFrom(...samples);
const line = fc.constantFrom(...ordinaryLines(4));
const lines = fc.array(line, { maxLength: 6 });
/** Those that show by themselves what they are, in every disguise. */
const token = fc.constantFrom(
  ...samples.filter(({ text, secret }) => text === `uploading with ${secret} now` && /^gh/.test(secret)),
);
const disguise = fc.constantFrom(...disguises);

/** In the log of a runner, or as it is. */
const carried = fc.constantFrom<((text: string) => string)[]>(
  text => text,
  text =>
    text
      .split('\n')
      .map(each => `${time}${each}`)
      .join('\n'),
  text =>
    text
      .split('\n')
      .map(each => `\u001b[36m${each}\u001b[0m`)
      .join('\r\n'),
);

test('a secret among other lines is gone in every reading of what is left, and stays so', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(lines, sample), { minLength: 1, maxLength: 3 }),
      lines,
      carried,
      (parts, rest, carry) => {
        const text = [...parts.flatMap(([before, { text: own }]) => [...before, own]), ...rest].join('\n');
        const masked = mask(carry(text));
        const shown = readings(masked);
        const around = parts.map(([, { text: own, secret }]) => own.replace(secret, '')).join();
        for (const [, { secret }] of parts)
          expect(shown.flatMap(reading => leftOf(secret, reading, around))).toEqual([]);
        expect(mask(masked)).toBe(masked);
      },
    ),
    { numRuns: 400 },
  );
});

test('so is a token in a disguise, and in two', () => {
  fc.assert(
    fc.property(lines, token, disguise, lines, (before, { secret }, [, hide], after) => {
      const masked = mask([...before, hide(secret), ...after].join('\n'));
      expect(readings(masked).flatMap(reading => leftOf(secret, reading, ''))).toEqual([]);
      expect(mask(masked)).toBe(masked);
    }),
    { numRuns: 400 },
  );
});

test('ordinary lines stay as they are, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), carried, (all, carry) => {
      const text = carry(all.join('\n'));
      expect(mask(text)).toBe(text);
    }),
    { numRuns: 1_000 },
  );
});

test('of any text, a placeholder is all that comes in, and masking again changes nothing', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    sample.map(({ text }: Sample) => text),
    fc
      .tuple(sample, fc.nat(), fc.nat())
      .map(([{ text }, from, to]) => text.slice(from % text.length, to % text.length)),
    fc.constantFrom(
      'password=',
      'token: ',
      '"',
      "'",
      '\n',
      '://',
      '@',
      '<SECRET:',
      '>',
      '\u001b[0m',
      '***',
      '\\n',
      '%3D',
      '=',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), parts => {
      const text = parts.join('');
      const masked = mask(text);
      const added = masked.match(/<SECRET:\d+>/g) ?? [];
      expect(masked.length).toBeLessThanOrEqual(text.length + added.join('').length);
      // Each stands for something that was there, and is no longer than `<SECRET:9999>` for three characters.
      expect(masked.length).toBeLessThanOrEqual(5 * text.length);
      expect(isWithin(masked.split(/<SECRET:\d+>/), text)).toBe(true);
      expect(mask(masked)).toBe(masked);
    }),
    { numRuns: 1_000 },
  );
});

test('wherever it is in a long text, that is read in parts, a token is found whole', () => {
  const part = 1 << 19;
  const filling = fc.constantFrom('word ', 'tests/test_x.py::test_y PASSED\n', '=');
  fc.assert(
    fc.property(
      filling,
      fc.integer({ min: -120, max: 120 }),
      token,
      fc.constantFrom('', '\n'),
      (piece, offset, { secret }, seam) => {
        const start = piece.repeat(Math.ceil((2 * part) / piece.length)).slice(0, part + offset);
        const end = ` ${piece.repeat(Math.ceil(120_000 / piece.length))}`;
        const hidden = `${secret.slice(0, 12)}${seam}${secret.slice(12)}`;
        expect(mask(`${start} ${hidden}${end}`) === `${start} <SECRET:1>${end}`).toBe(true);
      },
    ),
    { numRuns: 8 },
  );
});

/** Whether the parts stand in the text, one after the other. */
function isWithin(parts: readonly string[], text: string): boolean {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
}

// biome-ignore format: one line for each reading
const unshown = new RegExp(['\\u001b\\[[\\d;]*m', '\\u001b\\]8;;[^\\u0007]*\\u0007', ...'\0\u0007\u200b\u200d\u00ad\ufeff\u202e'].join('|'), 'g');

/** What a reader makes of a text, written once more and without the masker's own code. */
function readings(text: string): string[] {
  const shown = text.replace(unshown, '');
  const decoded = shown
    .replace(/\\u([\da-f]{4})|\\x([\da-f]{2})|%([\da-f]{2})|&#x([\da-f]{2});/gi, (all, ...digits: string[]) =>
      String.fromCharCode(Number.parseInt(digits.find(one => one) ?? all, 16)),
    )
    .replace(/&#(\d{2,3});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\\([0-3][0-7]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
  const base64 = (shown.match(/[\w+/-]{24,}={0,2}/g) ?? []).map(run => Buffer.from(run, 'base64').toString('latin1'));
  const hexadecimal = (shown.match(/(?:[\da-f]{2} ?){12,}/gi) ?? []).map(run =>
    Buffer.from(run.replaceAll(' ', ''), 'hex').toString('latin1'),
  );
  return [text, shown, decoded, shown.replace(/\r?\n(?:\S{28} )?/g, ''), ...base64, ...hexadecimal];
}

/** Twelve characters of a secret that are still there; none of a shorter secret may be. What stands in `around` may. */
function leftOf(secret: string, text: string, around: string): string[] {
  const length = Math.min(12, secret.length);
  const parts = Array.from({ length: secret.length - length + 1 }, (_, at) => secret.slice(at, at + length));
  return parts.filter(part => text.includes(part) && !around.includes(part)).slice(0, 1);
}
