import { expect, test } from '@jest/globals';
import { rateText } from '../../../src/stages/reproduce/rate.ts';

// The first by `1 − 0.05^(1/N)`, the others by Wilson's interval as R's prop.test(correct = FALSE) gives it.
test.each([
  [0, 5, 'failed in 0 of 5 runs (failure rate less than 45% at 95% confidence)'],
  [0, 1, 'failed in 0 of 1 runs (failure rate less than 95% at 95% confidence)'],
  [16, 16, 'failed in 16 of 16 runs (failure rate more than 83% at 95% confidence)'],
  [3, 15, 'failed in 3 of 15 runs (failure rate 7% to 45% at 95% confidence)'],
  [1, 2, 'failed in 1 of 2 runs (failure rate 9% to 91% at 95% confidence)'],
])('%i of %i runs bound the rate of a failure', (red, runs, text) => {
  expect(rateText(red, runs)).toBe(text);
});
