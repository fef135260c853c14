import { expect, test } from '@jest/globals';
import { assess, type Known, MIN_CONFIDENCE, strayQuotes } from '../../../src/stages/diagnose/confidence.ts';
import { answer, evidence, failure, paths, silent } from './fixtures.ts';

const known: Known = {
  evidence,
  paths,
  imported: new Set(['shop/__init__.py', 'shop/user_service.py']),
  file: 'shop/user_service.py',
  lineCount: 8,
  asked: 'once',
};
const unlinked: Known = { ...known, file: 'shop/unrelated.py', lineCount: 2 };
const confidence = (change: Partial<typeof answer>, around = known) =>
  assess({ ...answer, ...change }, around).confidence;

test('the last line of the file is one of its lines', () => {
  expect(confidence({ line: 8 })).toBe(1);
});

test('an answer that passes every check is fully trusted', () => {
  const { confidence: full, checks } = assess(answer, known);
  expect(full).toBe(1);
  expect(checks.every(check => check.holds)).toBe(true);
});

test.each<[string, Partial<typeof answer>, Known, number]>([
  ['the line is beyond the end of the file', { line: 9 }, known, 0.95],
  ['the error type differs', { errorType: 'KeyError' }, known, 0.7],
  ['a quote is invented', { evidence: ['E   KeyError: 1'] }, known, 0.8],
  ['nothing is quoted', { evidence: [] }, known, 0.8],
  ['the file is unrelated to the failure', {}, unlinked, 0.65],
  ['no failing test was found', {}, { ...known, evidence: { ...evidence, failures: [] } }, 0.95],
  ['it took two questions', {}, { ...known, asked: 'twice' }, 0.8],
  ['the file is not in the tree', {}, { ...known, file: null, lineCount: null }, 0.2],
])('it is trusted less when %s', (_, change, around, expected) => {
  expect(confidence(change, around)).toBeCloseTo(expected);
});

test('the model can lower the confidence but never raise it', () => {
  expect(confidence({ confidence: 0.4 })).toBe(0.4);
  expect(confidence({ confidence: 0 })).toBe(0);
  expect(confidence({ confidence: 1, errorType: 'KeyError' })).toBeCloseTo(0.7);
});

test.each<[string, Partial<typeof answer>, Known]>([
  [
    'in a file that does not exist',
    { errorType: 'Nonsense', evidence: ['nope nope'] },
    { ...known, file: null, lineCount: null },
  ],
  ['in a file that happens to exist', { errorType: 'Nonsense', evidence: ['nope nope'] }, unlinked],
  ['with only the error type right', { evidence: ['nope'], line: 9 }, { ...known, file: null, lineCount: null }],
])('a model that answers 1.0 and nonsense %s is not believed', (_, change, around) => {
  expect(confidence({ ...change, confidence: 1 }, around)).toBeLessThan(MIN_CONFIDENCE);
});

test.each([
  ['TypeError', true],
  ['builtins.TypeError', true],
  ['typeerror', false],
  ['KeyError', false],
  ['', false],
  ['.*', false],
  ['subscriptable', false],
])('the error type %j agrees with the log: %s', (errorType, holds) => {
  const checks = assess({ ...answer, errorType }, known).checks;
  expect(checks.find(check => check.claim.includes('error type'))?.holds).toBe(holds);
});

test.each<[string, string | null, Partial<Known>, boolean]>([
  ['on the trace', 'shop/user_service.py', { imported: new Set() }, true],
  ['the failing test itself', 'tests/test_user_service.py', { imported: new Set() }, true],
  ['imported by the failing test', 'shop/cart.py', { imported: new Set(['shop/cart.py']) }, true],
  ['a namesake of the failing test', 'lib/user_service.py', { imported: new Set() }, true],
  ['neither', 'shop/cart.py', { imported: new Set() }, false],
  ['nothing at all', null, {}, false],
])('a file that is %s counts as linked only if it is', (_, file, change, holds) => {
  const checks = assess(answer, { ...known, evidence, ...change, file }).checks;
  expect(checks.find(check => check.claim.includes('trace'))?.holds).toBe(holds);
});

test.each([
  ["E       TypeError: 'NoneType' object is not subscriptable", []],
  ["TypeError: 'NoneType'   object is not subscriptable", []],
  ['> return user["email"] + text\nshop/user_service.py:7: TypeError', []],
  ['invented line', ['invented line']],
  ['Log:', []],
  ['Log', ['Log']],
  ['shop/user_service.py:7: TypeError\ninvented', ['invented']],
])('of the quote %j these lines are not in the log: %j', (quote, stray) => {
  expect(strayQuotes({ ...answer, evidence: [quote] }, evidence)).toEqual(stray);
});

test('the message of a failing test counts as log', () => {
  const log = { ...silent([]), failures: [{ ...failure, message: 'seen only in the message' }] };
  expect(strayQuotes({ ...answer, evidence: ['seen only in the message'] }, log)).toEqual([]);
});
