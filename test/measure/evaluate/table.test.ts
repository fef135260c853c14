// Totals count what was measured, and nothing else.
import { expect, test } from '@jest/globals';
import { notRunResult, resultOf } from '../../../src/measure/evaluate/measure.ts';
import type { Result } from '../../../src/measure/evaluate/result.ts';
import { tableText, totalsOf } from '../../../src/measure/evaluate/table.ts';
import { median } from '../../../src/measure/median.ts';

const verified: Result = {
  name: 'good',
  verdict: 'verified',
  end: 'published',
  reproduced: true,
  fileShown: true,
  functionShown: false,
  functions: [],
  tokens: { diagnose: [100], repair: [200, 300] },
  attempts: 2,
  proposalRun: 'success',
  times: { ci: 1000, line: 3000, sandbox: 2000, byStage: {}, whole: 5000 },
  why: '',
};
const missed: Result = {
  ...verified,
  name: 'bad',
  verdict: 'missed',
  end: 'no-guard',
  fileShown: null,
  functionShown: null,
  tokens: { diagnose: [300] },
  times: { ...verified.times, line: 5000 },
  why: 'could not write a regression test: Try 1: no',
};
const invalid = notRunResult({ name: 'odd', verdict: 'invalid', why: 'It has no gold.patch.', wholeMs: 10 });

test('an invalid case counts in no total but the number of cases', () => {
  expect(totalsOf([verified, missed, invalid])).toMatchObject({
    cases: 3,
    valid: 2,
    verified: 1,
    reproduced: 2,
    fileShown: 1,
    functionShown: 0,
    medianTokens: { diagnose: 200, repair: 250, incident: 450 },
    medianMs: { line: 4000, sandbox: 2000, rest: 2000 },
  });
});

test('the table has a line for each case, and the reasons of those that missed', () => {
  const text = tableText([verified, missed, invalid]);
  expect(text).toMatch(/^good\s+published\s+yes\s+yes\s+NO\s+3\s+600\s+3\.0\s+2\.0\s+1\.0\s+success$/m);
  expect(text).toMatch(/^bad\s+no-guard\s+yes\s+-\s+-\s+1\s+300/m);
  expect(text).toContain('verified pull requests   1 of 2 (1 invalid)');
  expect(text).toContain('odd: invalid\n  It has no gold.patch.');
});

test('a median of nothing is nothing', () => {
  expect(median([])).toBeNull();
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('a fix outside of any function counts as shown only when it is shown itself', () => {
  const edits = [{ path: 'a.py', search: ['WORDS = 1'], replace: ['WORDS = 2'], line: 1 }];
  const reference = { paths: ['a.py'], functions: [], edits, deleted: [] };
  const asked = (prompt: string) => {
    const question = { name: 'repair', prompt, nth: 1, model: 'm', schema: undefined, generationConfig: {} };
    const caseRun = { view: null, questions: [{ ...question, at: new Date() }], ciMs: 1, gitDirectory: '' };
    return resultOf({ name: 'case', reference, caseRun, wholeMs: 1 });
  };
  const source = '# Source (parts). Its path:\n```\na.py\n```\nIts text:\n```\n';
  expect(asked(`${source}WORDS = 1\n\`\`\``)).toMatchObject({ fileShown: true, functionShown: true });
  expect(asked(`${source}OTHER = 1\n\`\`\``)).toMatchObject({
    fileShown: true,
    functionShown: false,
  });
});
