// One telling of the story, with as many deaths as fate has in mind; and how it ended.
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Known } from '../../incident/incident.ts';
import type { Store } from '../../ports.ts';
import { type Ending, endingOf } from './ending.ts';
import { containersOf, leftBehind, volumeNames } from './left-behind.ts';
import type { Mortality } from './mortality.ts';
import { owner, parts } from './scenarios.ts';
import { placesIn, pushAll, type SceneOptions, setScene, untilOver } from './scene.ts';

export interface Round {
  readonly kills: number;
  readonly lives: number;
  readonly seconds: number;
  /** Waits for a busy world that stand in the journals. */
  readonly transients: number;
  /** By part. */
  readonly endings: Readonly<Record<string, Ending>>;
  /** What went backwards meanwhile, and what was still there in the end. */
  readonly complaints: readonly string[];
  readonly left: readonly string[];
}

export async function playRound({ directory, suffix, fate }: SceneOptions): Promise<Round> {
  const startedAt = performance.now();
  const docker = new Docker();
  await using scene = await setScene({ directory, suffix, fate }, docker);
  const { stack, store, witness, people } = scene;
  const volumes = await volumeNames(docker);
  await pushAll(scene, suffix);
  while ((await people.live(signal => untilOver(scene, signal))) === 'died');
  await people.end('kill');
  const { lives, kills } = people;
  const told = { lives: lives(), kills: kills() };
  await oneMoreStart(people, docker);
  const left = await leftBehind({ docker, pids: people.pids, volumes, ...placesIn(directory) });
  const endings: Record<string, Ending> = {};
  for (const { name } of parts)
    endings[name] = await endingOf(`${owner}/${name}${suffix}`, { github: stack.github, store });
  const transients = await forgetImages(store, docker);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { ...told, seconds, transients, endings, complaints: witness.complaints, left };
}

/** Its sweep clears away what the last death left. */
async function oneMoreStart(people: Mortality, docker: Docker): Promise<void> {
  people.spare();
  await people.live(async () => {
    const deadline = Date.now() + 15_000;
    while ((await containersOf({ docker, pids: people.pids })).length > 0 && Date.now() < deadline) await wait(100);
    await wait(500);
  });
  await people.end('stop');
}

/** Every round prepares its environments anew, so that a death may meet that too. Counts the transients on the way. */
async function forgetImages(store: Store, docker: Docker): Promise<number> {
  const { incidents } = await store.list({ limit: 100, offset: 0 });
  for (const { entry } of incidents) {
    const { reproduction }: Known = entry.incident;
    if (reproduction)
      await docker
        .getImage(reproduction.environment.image)
        .remove()
        .catch(() => {}); // Gone already.
  }
  return incidents.flatMap(({ steps }) => steps).filter(({ result }) => result === 'transient').length;
}
