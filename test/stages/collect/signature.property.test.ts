// Whatever failures are generated: their signature says which tests fail with what, and nothing about where, when or in which order.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Failure } from '../../../src/incident/evidence.ts';
import { signatureOf } from '../../../src/stages/collect/signature.ts';

const name = fc.stringMatching(/^[a-z_]{1,12}$/);
const parameter = fc.stringMatching(/^[a-z <>=,.-]{0,12}$/);
const error = fc.option(fc.constantFrom('TypeError', 'KeyError', 'AssertionError', 'Crash'));
const identity = fc.record({ file: name, test: name, parameter, error });
const identities = fc.uniqueArray(identity, { minLength: 1, maxLength: 8, selector: one => JSON.stringify(one) });

const hexadecimal = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map(all => all.join(''));
const padded = (most: number, length: number) => fc.nat(most).map(number => `${number}`.padStart(length, '0'));
const clock = fc.tuple(padded(23, 2), padded(59, 2), padded(59, 2)).map(parts => parts.join(':'));
const date = fc.tuple(padded(11, 2), padded(28, 2)).map(([month, day]) => `2026-${month}-${day}`);
/** What varies between two runs of the same code, each with the words that are the same. */
const varying = fc.constantFrom<[string, fc.Arbitrary<string>][]>(
  ['at ', hexadecimal(12).map(digits => `0x${digits}`)],
  ['since ', fc.tuple(date, fc.constantFrom('T', ' '), clock).map(parts => parts.join(''))],
  ['at ', clock],
  ['in ', fc.tuple(fc.nat(999), fc.constantFrom('ms', ' s', ' seconds')).map(parts => parts.join(''))],
  ['of ', fc.tuple(fc.nat(999), fc.constantFrom(' MB', 'kB', '%')).map(parts => parts.join(''))],
  ['commit ', hexadecimal(40)],
  ['wrote /tmp/', fc.tuple(name, name).map(parts => parts.join('/'))],
  ['request ', fc.uuid()],
);

type Identity = typeof identity extends fc.Arbitrary<infer Value> ? Value : never;

/** A failure of this identity; everything else is of one run. */
function failureOf({ file, test: own, parameter: inside, error: errorType }: Identity, seed: number): Failure {
  const [one] = fc.sample(fc.record({ message: fc.string(), line: fc.nat(9_999), address: hexadecimal(12) }), {
    seed,
    numRuns: 1,
  });
  const folder = seed % 2 === 0 ? '' : '/home/runner/work/shop/shop/';
  const testId = `${folder}tests/${file}.py::${own}[${inside} at 0x${one?.address}]`;
  return {
    testId,
    phase: 'call',
    errorType,
    message: one?.message ?? '',
    file: null,
    line: one?.line ?? 1,
    frames: [],
  };
}

test('it is the same in another order, place, time and checkout, and with repetitions', () => {
  fc.assert(
    fc.property(identities, fc.nat(), fc.nat(), fc.nat(), (all, one, other, turn) => {
      const [first, second] = [one, other].map(seed => all.map(each => failureOf(each, seed)));
      const turned = [...(second ?? []).slice(turn % all.length), ...(second ?? [])];
      expect(signatureOf(turned, ['another line'])).toBe(signatureOf(first ?? [], []));
    }),
    { numRuns: 500 },
  );
});

test('another test, another parameter or another error has another signature', () => {
  fc.assert(
    fc.property(identities, identities, (some, others) => {
      const key = (all: readonly Identity[]) => JSON.stringify(all.map(one => JSON.stringify(one)).toSorted());
      fc.pre(key(some) !== key(others));
      const [one, other] = [some, others].map(all =>
        signatureOf(
          all.map(each => failureOf(each, 2)),
          [],
        ),
      );
      expect(one).not.toBe(other);
    }),
    { numRuns: 500 },
  );
});

test('without failures it is that of the lines, whatever in them is of one run', () => {
  const line = fc
    .tuple(name, varying)
    .chain(([before, [words, one]]) => fc.tuple(one, one).map(pair => pair.map(each => `${before}: ${words}${each}`)));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), lines => {
      const [first, second] = [0, 1].map(run =>
        signatureOf(
          [],
          lines.map(pair => pair[run] ?? ''),
        ),
      );
      expect(second).toBe(first);
    }),
    { numRuns: 500 },
  );
});

test('of any text it has 16 digits', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), lines => {
      expect(signatureOf([], lines)).toMatch(/^[0-9a-f]{16}$/);
    }),
  );
});
