// Whatever tests fail, and whatever they print meanwhile: the failures read from a log are those of the report, no more and no fewer.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../../src/incident/evidence.ts';
import { pythonFailures } from '../../../../src/languages/python/log/failures.ts';

const name = fc.stringMatching(/^[a-z]{1,10}$/);
const parameter = fc.stringMatching(/^(?:[!-~ ]{0,20}[!-~])?$/);
const failed = fc.record({
  folder: fc.constantFrom('tests', 'tests/unit', 'src/shop'),
  file: name,
  class: fc.option(name.map(text => `Test${text}`)),
  test: name,
  parameter: fc.option(parameter),
  error: fc.constantFrom('AssertionError', 'TypeError', 'KeyError', 'shop.errors.NotFound'),
  message: fc.stringMatching(/^[a-z][ -~]{0,40}$/),
  line: fc.integer({ min: 1, max: 9_999 }),
});
type Failed = typeof failed extends fc.Arbitrary<infer Value> ? Value : never;

/** What a program may print within its test: anything, but not the report's own lines with its own ids. */
const noise = fc.array(
  fc.constantFrom(
    'connecting',
    '',
    '    indented',
    'E   not an error',
    '=== 3 failed in 1.0s ===',
    '==== FAILURES ====',
    '____ test_of_another_run ____',
    'FAILED tests/other.py::test_other - no',
    '=== short test summary info ===',
    'Traceback (most recent call last):',
    '  File "/usr/lib/python3.11/json/decoder.py", line 1, in decode',
    'ValueError: printed',
    '-'.repeat(70),
    'ERROR: test_of_another_run (tests.other.Other)',
  ),
  { maxLength: 6 },
);

const path = ({ folder, file }: Failed) => `${folder}/test_${file}.py`;
const title = (one: Failed) => `${one.class ? `${one.class}.` : ''}test_${one.test}${bracket(one)}`;
const bracket = (one: Failed) => (one.parameter === null ? '' : `[${one.parameter}]`);
const idOf = (one: Failed) => `${path(one)}::${one.class ? `${one.class}::` : ''}test_${one.test}${bracket(one)}`;
/** Titles do not say their file, so that each is its own here. */
const all = fc.uniqueArray(failed, { minLength: 1, maxLength: 6, selector: one => one.test });

function pytestReport(failures: readonly Failed[], printed: readonly string[]): string[] {
  const rule = (text: string) => text.padStart(40 + text.length / 2, '=').padEnd(80, '=');
  const sections = failures.flatMap(one => [
    `___________ ${title(one)} ___________`,
    '',
    `    def test_${one.test}():`,
    `>       check(${one.line})`,
    `E       ${one.error}: ${one.message}`,
    '',
    `${path(one)}:${one.line}: ${one.error.split('.').at(-1)}`,
    '----------------------------- Captured stdout call -----------------------------',
    ...printed,
  ]);
  return [
    rule(' test session starts '),
    `collected ${failures.length} items`,
    '',
    rule(' FAILURES '),
    ...sections,
    rule(' short test summary info '),
    ...failures.map(one => `FAILED ${idOf(one)} - ${one.error}: ${one.message}`),
    rule(` ${failures.length} failed in 0.12s `),
  ];
}

test('of a report of pytest each failure is read, with its error and its place, whatever the tests print', () => {
  fc.assert(
    fc.property(all, noise, noise, (failures, before, printed) => {
      // A parameter of which the summary could be split in another place, too.
      fc.pre(failures.every(one => !/\]? - /.test(one.parameter ?? '')));
      const read = pythonFailures(
        [...before, ...pytestReport(failures, printed), ...['##[error]Process completed']],
        [],
      );
      expect(read.map(({ testId, errorType, file, line }) => ({ testId, errorType, file, line }))).toEqual(
        failures.map(one => ({
          testId: idOf(one),
          errorType: one.error.split('.').at(-1),
          file: path(one),
          line: one.line,
        })),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('of a report of unittest too', () => {
  fc.assert(
    fc.property(all, failures => {
      const lines = failures.flatMap(one => {
        const module = path(one).slice(0, -3).replaceAll('/', '.');
        return [
          '='.repeat(70),
          `FAIL: test_${one.test} (${module}.${one.class ?? 'Case'})`,
          '-'.repeat(70),
          'Traceback (most recent call last):',
          `  File "/home/runner/work/shop/shop/${path(one)}", line ${one.line}, in test_${one.test}`,
          `    check(${one.line})`,
          `${one.error}: ${one.message}`,
          '',
        ];
      });
      const read = pythonFailures(
        [...lines, '-'.repeat(70), `Ran ${failures.length} tests in 0.001s`, '', 'FAILED'],
        [],
      );
      expect(read.map(({ testId, errorType, line }) => ({ testId, errorType, line }))).toEqual(
        failures.map(one => ({
          testId: `${path(one)}::${one.class ?? 'Case'}::test_${one.test}`,
          errorType: one.error.split('.').at(-1),
          line: one.line,
        })),
      );
    }),
    { numRuns: 500 },
  );
});

test('of any lines, what is read is of the shape that is promised, each test once in each phase', () => {
  const line = fc.oneof(
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    {
      weight: 6,
      arbitrary: fc.tuple(all, noise).chain(([some, printed]) => fc.constantFrom(...pytestReport(some, printed))),
    },
    { weight: 3, arbitrary: noise.map(([first = '='.repeat(70)]) => first) },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), lines => {
      const read = pythonFailures(lines, []);
      for (const failure of read) {
        expect(Failure.parse(failure)).toEqual(failure);
        expect(failure.message.length).toBeLessThanOrEqual(2_000);
        expect(failure.frames.length).toBeLessThanOrEqual(60);
      }
      const keys = read.map(({ phase, testId }) => `${phase} ${testId}`);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 1_000 },
  );
});
