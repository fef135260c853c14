// Two processes on one database, by mistake: they share the work, and leave each other's containers alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { differences, endingOf } from '../../src/measure/chaos/ending.ts';
import { expected } from '../../src/measure/chaos/expected.ts';
import { fate } from '../../src/measure/chaos/fault-schedule.ts';
import { containersOf } from '../../src/measure/chaos/left-behind.ts';
import { type Mortal, startMortal } from '../../src/measure/chaos/process.ts';
import { randomFrom } from '../../src/measure/chaos/random.ts';
import { owner, parts } from '../../src/measure/chaos/scenarios.ts';
import { pushAll, type Scene, setScene, untilOver } from '../../src/measure/chaos/scene.ts';
import { freePort } from '../../src/standins/free-port.ts';
import { until } from '../scenarios/scenario.ts';

describe('two processes on one database', () => {
  const docker = new Docker();
  const suffix = `-two${process.pid.toString(36)}`;
  let directory: string;
  let scene: Scene;
  let second: Mortal;
  /** What the first one had under way when the second began with its sweep. */
  let underWay: readonly string[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'nightwatch-chaos-'));
    scene = await setScene({ directory, suffix, fate: fate(randomFrom(1), 0) }, docker);
    const { people, environment } = scene;
    await people.live(async signal => {
      await pushAll(scene, suffix);
      underWay = await until(async () => {
        const names = await containersOf({ docker, pids: people.pids });
        return names.length > 0 && names;
      });
      // A port of its own; webhooks go to the first.
      second = await startMortal({ ...environment, PORT: String(await freePort()) }, join(directory, 'second.log'));
      if (!(await second.isUp)) throw new Error('The second process did not start.');
      return await untilOver(scene, signal);
    });
  }, 240_000);
  afterAll(async () => {
    await second?.stop();
    await scene?.[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  test('the second starts while the first has containers', () => {
    expect(underWay.length).toBeGreaterThan(0);
  });

  test.each(parts)('$name ends as with one', async part => {
    const { github } = scene.stack;
    const ending = await endingOf(`${owner}/${part.name}${suffix}`, { github, store: scene.store });
    expect(differences(expected[part.name], ending)).toEqual([]);
  });

  test('no stage lost its container to the other process', async () => {
    const { incidents } = await scene.store.list({ limit: 10, offset: 0 });
    expect(incidents.flatMap(({ steps }) => steps).filter(({ result }) => result === 'transient')).toEqual([]);
  });

  test('nothing went backwards', () => {
    expect(scene.witness.complaints).toEqual([]);
  });
});
