// All regression tests of the hostile suite.
import type { GuardCase } from '../../../src/measure/hostile/case.ts';

export const guards: readonly GuardCase[] = [];
