// A job that fails without a log that anything could be done with, where deliveries are the subject and not repairs.
import type { JobResult } from '../../src/standins/github/workflows/runner.ts';

export const failingJob: JobResult = {
  name: 'test',
  conclusion: 'failure',
  startedAt: new Date('2026-11-01T10:00:00Z'),
  completedAt: new Date('2026-11-01T10:00:01Z'),
  runnerName: 'scripted',
  labels: [],
  steps: [
    {
      number: 1,
      name: 'Build',
      conclusion: 'failure',
      startedAt: new Date('2026-11-01T10:00:00Z'),
      completedAt: new Date('2026-11-01T10:00:01Z'),
      log: '2026-11-01T10:00:00.0000000Z ##[error]Process completed with exit code 2.\n',
    },
  ],
};
