import { expect, test } from '@jest/globals';
import { rateText } from '../../../src/stages/reproduce/rate.ts';

// The first by `1 − 0.05^(1/N)`, the others by Wilson's interval as R's prop.test(correct = FALSE) gives it.
test.each([
  [0, 5, 'failed 0 of 5 runs (less than 45 % at 95 % confidence)'],
  [0, 1, 'failed 0 of 1 runs (less than 95 % at 95 % confidence)'],
  [16, 16, 'failed 16 of 16 runs (more than 83 % at 95 % confidence)'],
  [3, 15, 'failed 3 of 15 runs (7 % to 45 % at 95 % confidence)'],
  [1, 2, 'failed 1 of 2 runs (9 % to 91 % at 95 % confidence)'],
])('%i of %i runs bound the rate of a failure', (red, runs, text) => {
  expect(rateText(red, runs)).toBe(text);
});
