// All repairs of the hostile suite.
import type { Fix } from '../../../src/measure/hostile/case.ts';
import { alwaysGreen } from './always-green.ts';
import { beside } from './beside.ts';
import { newlyAble } from './capabilities.ts';
import { forgedReports } from './forged-reports.ts';
import { honest } from './honest.ts';
import { insisted } from './insisted.ts';
import { meaningless } from './meaningless.ts';
import { moreHonest } from './more-honest.ts';
import { newFiles } from './new-files.ts';
import { oddAnswers } from './odd-answers.ts';
import { protections } from './protections.ts';
import { reach } from './reach.ts';
import { seenInRuns } from './seen-in-runs.ts';
import { specialCases } from './special-cases.ts';
import { texts } from './texts.ts';
import { weakened } from './weakened.ts';

export const fixes: readonly Fix[] = [
  ...honest,
  ...forgedReports,
  ...alwaysGreen,
  ...newFiles,
  ...newlyAble,
  ...insisted,
  ...specialCases,
  ...weakened,
  ...beside,
  ...texts,
  ...seenInRuns,
  ...protections,
  ...meaningless,
  ...reach,
  ...oddAnswers,
  ...moreHonest,
];
