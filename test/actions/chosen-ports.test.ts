// Host ports that GitHub chose, read from what a step asked for and what the log shows.
import { expect, test } from '@jest/globals';
import { servicesInCi } from '../../src/actions/chosen-ports.ts';
import { workflowJob } from '../../src/actions/workflow.ts';

const job = workflowJob(
  `jobs:
  test:
    services:
      db: { image: 'postgres:15', ports: ['5432/tcp'] }
      cache-1: { image: redis, ports: [6379, '1234:1234'] }
    steps:
      - run: pytest
        env:
          URL: postgres://me@localhost:\${{ job.services.db.ports['5432'] }}/\${{ github.run_id }}
      - run: wait-for localhost:\${{ job.services['cache-1'].ports[6379] }} \${{ github.sha }}
`,
  'test',
);
const command = (script: string, env: Record<string, string> = {}) => ({ script, env, shell: null, exitCode: null });

test('in a variable and in a script', () => {
  const commands = [
    command('wait-for localhost:49154 abc\n'),
    command('pytest', { URL: 'postgres://me@localhost:49153/77' }),
  ];
  const { services, notes } = servicesInCi(job, commands);
  expect(services.map(({ ports }) => ports)).toEqual([
    [{ host: 49153, container: 5432 }],
    [
      { host: 49154, container: 6379 },
      { host: 1234, container: 1234 },
    ],
  ]);
  expect(notes).toEqual([]);
});

test('that no step shows are the container’s own, and that is said', () => {
  const { services, notes } = servicesInCi(job, [
    command('wait-for localhost:49154 abc'),
    command('pytest', { URL: '***' }),
  ]);
  expect(services[0]?.ports).toEqual([{ host: 5432, container: 5432 }]);
  expect(notes).toEqual(['GitHub chose the host port of the service db; here it is 5432, as in its container.']);
});

test('of a job that is not known are none', () => {
  expect(servicesInCi(null, [command('pytest')])).toEqual({ services: [], notes: [] });
});
