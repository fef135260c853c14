// Two processes on one database, by mistake: they share the work, and leave each other's containers alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { allIncidents } from '../../src/measure/all-incidents.ts';
import { expectedOutcomes } from '../../src/measure/chaos/expected-outcomes.ts';
import { faultSchedule } from '../../src/measure/chaos/fault-schedule.ts';
import { type KillableProcess, startKillableProcess } from '../../src/measure/chaos/killable-process.ts';
import { containersOf } from '../../src/measure/chaos/leaks.ts';
import { differences, outcomeOf } from '../../src/measure/chaos/outcome.ts';
import { owner, scenarios } from '../../src/measure/chaos/scenarios.ts';
import {
  pushBreakingCommits,
  startTestEnvironment,
  type TestEnvironment,
  untilFinished,
} from '../../src/measure/chaos/test-environment.ts';
import { randomFrom } from '../../src/measure/random.ts';
import { freePort } from '../../src/standins/free-port.ts';
import { until } from '../scenarios/scenario.ts';

describe('two processes on one database', () => {
  const docker = new Docker();
  const suffix = `-two${process.pid.toString(36)}`;
  let directory: string;
  let environment: TestEnvironment;
  let second: KillableProcess;
  /** What the first one had under way when the second began with its sweep. */
  let underWay: readonly string[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'nightwatch-chaos-'));
    environment = await startTestEnvironment({ directory, suffix, schedule: faultSchedule(randomFrom(1), 0) }, docker);
    const { supervisor, variables } = environment;
    await supervisor.run(async signal => {
      await pushBreakingCommits(environment, suffix);
      underWay = await until(async () => {
        const names = await containersOf({ docker, pids: supervisor.pids });
        return names.length > 0 && names;
      });
      // A port of its own; webhooks go to the first.
      second = await startKillableProcess(
        { ...variables, PORT: String(await freePort()) },
        join(directory, 'second.log'),
      );
      if (!(await second.isUp)) throw new Error('The second process did not start.');
      return await untilFinished(environment, signal);
    });
  });
  afterAll(async () => {
    await second?.stop();
    await environment?.[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  test('the second starts while the first has containers', () => {
    expect(underWay.length).toBeGreaterThan(0);
  });

  test.each(scenarios)('$name ends as with one', async scenario => {
    const { github } = environment.stack;
    const outcome = await outcomeOf(`${owner}/${scenario.name}${suffix}`, { github, store: environment.store });
    expect(differences(expectedOutcomes[scenario.name], outcome)).toEqual([]);
  });

  test('no stage lost its container to the other process', async () => {
    const incidents = await allIncidents(environment.store);
    expect(incidents.flatMap(({ steps }) => steps).filter(({ result }) => result === 'transient')).toEqual([]);
  });

  test('nothing went backwards', () => {
    expect(environment.monitor.violations).toEqual([]);
  });
});
