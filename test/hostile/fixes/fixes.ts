// All repairs of the hostile suite.
import type { Fix } from '../../../src/measure/hostile/case.ts';
import { alwaysGreen } from './always-green.ts';
import { forgedReports } from './forged-reports.ts';
import { honest } from './honest.ts';

export const fixes: readonly Fix[] = [...honest, ...forgedReports, ...alwaysGreen];
