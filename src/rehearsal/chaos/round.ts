// One telling of the story, with as many deaths as fate has in mind; and how it ended.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import { openStore } from '../../adapters/prisma/open-store.ts';
import type { Known } from '../../incident/incident.ts';
import type { Store } from '../../ports.ts';
import type { LocalGitHub } from '../github/server.ts';
import { type Stage, setStage } from '../rehearsal.ts';
import { answerTo, breakingFiles, filesBefore, owner, parts, runWorkflow } from './cast.ts';
import { type Ending, endingOf, isOver } from './ending.ts';
import { listenToEngine } from './engine-events.ts';
import type { Fate } from './fate.ts';
import { startGate } from './gate.ts';
import { containersOf, leftBehind, volumeNames } from './left-behind.ts';
import { type Mortality, mortality } from './mortality.ts';
import { startWitness, type Witness } from './witness.ts';

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

export interface RoundOptions {
  /** An empty one. */
  readonly directory: string;
  /** Ends the repositories' names: no other play's environments are used, nor removed. */
  readonly suffix: string;
  readonly fate: Fate;
}

/** With nothing done for so long it will never be, in ms. */
const patienceMs = 10 * 60_000;

export async function playRound({ directory, suffix, fate }: RoundOptions): Promise<Round> {
  const startedAt = performance.now();
  const docker = new Docker();
  await using scene = await setScene({ directory, suffix, fate }, docker);
  const { stage, store, witness, people } = scene;
  const volumes = await volumeNames(docker);
  for (const part of parts)
    await stage.github.commit({
      repository: `${owner}/${part.name}${suffix}`,
      branch: 'main',
      files: breakingFiles(part),
      message: 'Test the mean of nothing',
    });
  while ((await people.live(signal => untilOver(scene, signal))) === 'died');
  await people.end('kill');
  const { lives, kills } = people;
  const told = { lives: lives(), kills: kills() };
  await oneMoreStart(people, docker);
  const left = await leftBehind({ docker, pids: people.pids, volumes, ...placesIn(directory) });
  const endings: Record<string, Ending> = {};
  for (const { name } of parts)
    endings[name] = await endingOf(`${owner}/${name}${suffix}`, { github: stage.github, store });
  const transients = await forgetImages(store, docker);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { ...told, seconds, transients, endings, complaints: witness.complaints, left };
}

interface Scene extends AsyncDisposable {
  readonly stage: Stage;
  readonly store: Store;
  readonly witness: Witness;
  readonly people: Mortality;
}

function placesIn(directory: string) {
  return { dataDirectory: directory, temporary: join(directory, 'tmp') };
}

async function setScene({ directory, suffix, fate }: RoundOptions, docker: Docker): Promise<Scene> {
  const { temporary } = placesIn(directory);
  await mkdir(temporary, { recursive: true });
  let people: Mortality | undefined;
  const strikes = async (moment: string) => (await people?.strikes(moment)) ?? false;
  const stage = await setStage({
    directory,
    owner,
    model: {
      answers(question) {
        void strikes(`question: ${question.name}`);
        return answerTo(question);
      },
    },
    async runWorkflow(call) {
      const results = await runWorkflow(call);
      await strikes('a run of CI ends');
      return results;
    },
  });
  for (const part of parts)
    await stage.github.createRepository({ owner, name: `${part.name}${suffix}`, from: { files: filesBefore(part) } });
  const gate = await startGate(stage.github.url, strikes);
  const environment = { ...stage.environment, GHE_HOST: gate.host, TMPDIR: temporary, LOG_LEVEL: 'info' };
  people = mortality({ environment, logFile: join(directory, 'nightwatch.log'), fate });
  const file = join(directory, 'nightwatch.db');
  const store = await openStore({ databaseUrl: `file:${file}` });
  const witness = await startWitness(file, moment => void strikes(moment));
  const deafen = await listenToEngine(docker, (life, moment) => {
    if (people?.isAlive(Number(life.split('/').at(-3)))) void strikes(moment);
  });
  return {
    stage,
    store,
    witness,
    people,
    async [Symbol.asyncDispose]() {
      deafen();
      await people?.end('kill');
      await witness.stop();
      await store.close();
      await gate.stop();
      await stage.stop();
    },
  };
}

/** Until every incident has ended, every report is drawn, and CI has spoken of the proposal. */
async function untilOver({ stage, store }: Scene, signal: AbortSignal): Promise<'over'> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && !signal.aborted) {
    await redeliver(stage.github, signal);
    const { incidents, total } = await store.list({ limit: 100, offset: 0 });
    const isTold = incidents.every(view => view.entry.state !== 'published' || view.proposalRun !== null);
    const isAll = total >= parts.length && incidents.every(isOver);
    if (isAll && isTold && (await store.pending()) === 0) return 'over';
    await wait(100);
  }
  return 'over'; // What is missing will be told by the comparison.
}

/** As GitHub advises: https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries */
async function redeliver(github: LocalGitHub, signal: AbortSignal): Promise<void> {
  const all = github.deliveries();
  const isDone = (status: number | undefined) => status === undefined || (status >= 200 && status < 300);
  const done = new Set(all.filter(({ statusCode }) => isDone(statusCode)).map(({ guid }) => guid));
  const missed = new Map(all.filter(({ guid }) => !done.has(guid)).map(delivery => [delivery.guid, delivery.id]));
  for (const id of missed.values()) if (!signal.aborted) await github.redeliver(id);
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
