// All small repositories: one of each kind of job that is replayed for real.
import { environmentJobs } from './environment-jobs.ts';
import { jobShapes } from './job-shapes.ts';
import { otherRunnerJobs } from './other-runner-jobs.ts';
import { pytestJobs } from './pytest-jobs.ts';
import type { SmallRepository } from './small-repository.ts';

export const repositories: readonly SmallRepository[] = [
  ...pytestJobs,
  ...environmentJobs,
  ...otherRunnerJobs,
  ...jobShapes,
];
