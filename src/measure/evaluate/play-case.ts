// Plays one case: real CI on its two commits, the whole line on the failing one, then looks at what came of it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Known } from '../../incident/incident.ts';
import type { IncidentView } from '../../incident/journal.ts';
import { incidentId } from '../../incident/names.ts';
import type { IncidentId } from '../../incident/run.ts';
import type { Store } from '../../ports.ts';
import type { LocalGitHub } from '../../standins/github/server.ts';
import { type LocalStack, startLocalStack, startNightwatchInProcess } from '../../standins/local-stack.ts';
import { dockerRunner } from '../../standins/runner/docker-runner.ts';
import { type Case, InvalidCase, readCase } from './case.ts';
import { type Copy, copyOf } from './copy.ts';
import { type Gold, goldOf } from './gold.ts';
import { honestModel } from './honest-model.ts';
import { type Played, resultOf, unplayedResult } from './measure.ts';
import type { Result } from './result.ts';

const owner = 'evaluation';
/** Every stage has limits of its own; this one only keeps an evaluation from waiting for ever. */
const longestMs = 45 * 60_000;

/** Whatever happens is a result. Takes its repositories, database, mirrors, containers and image away again. */
export async function playCase(folder: string): Promise<Result> {
  const name = basename(folder);
  const startedAt = performance.now();
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-evaluation-'));
  try {
    const given = await readCase(folder);
    const copy = await copyOf(given, join(directory, 'copy.git'));
    const gold = await goldOf(copy);
    const played = await playedOut(given, { copy, gold, directory });
    return resultOf({ name, gold, played, wholeMs: performance.now() - startedAt });
  } catch (error) {
    const verdict = error instanceof InvalidCase ? 'invalid' : 'broken';
    return unplayedResult({ name, verdict, why: words(error), wholeMs: performance.now() - startedAt });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

interface Material {
  readonly copy: Copy;
  readonly gold: Gold;
  readonly directory: string;
}

async function playedOut(given: Case, { copy, gold, directory }: Material): Promise<Played> {
  const stack = await startLocalStack({
    directory,
    owner,
    model: { answers: honestModel(gold, given.goldTest) },
    runWorkflow: dockerRunner({ docker: new Docker(), hostEnvironment: process.env }),
    environment: { LOG_LEVEL: 'fatal' },
  });
  try {
    const repository = `${owner}/${given.name.replace(/[^A-Za-z0-9._-]/g, '-')}`;
    return await onStack(stack, { repository, copy });
  } finally {
    await stack.stop();
  }
}

interface Play {
  readonly repository: string;
  readonly copy: Copy;
}

/** The green commit runs before Nightwatch is there, so that a bad case costs no incident. */
async function onStack(stack: LocalStack, play: Play): Promise<Played> {
  const startedAt = performance.now();
  await putOnGitHub(stack.github, play);
  const green = await pushed(stack.github, play, play.copy.green);
  if (green.conclusion !== 'success') throw new InvalidCase(`CI on HEAD's parent ends with ${green.conclusion}.`);
  await using company = await nightwatchOn(stack);
  const { store } = company;
  const red = await pushed(stack.github, play, play.copy.red);
  if (red.conclusion === 'success') throw new InvalidCase('CI on HEAD passes, so there is nothing to repair.');
  const ciMs = performance.now() - startedAt;
  await ended(store, red.id);
  // CI on the pull request, and the webhook that tells of it.
  await stack.github.settled();
  return { view: await store.find(red.id), questions: stack.gemini?.questions ?? [], ciMs };
}

async function putOnGitHub(github: LocalGitHub, { repository, copy }: Play): Promise<void> {
  const [, name = ''] = repository.split('/');
  const from = { path: copy.directory, upTo: copy.start };
  await github.createRepository({ owner, name, from, defaultBranch: copy.branch });
}

/** Pushes a commit and waits for its CI: the failed run among several, else the first. */
async function pushed(
  github: LocalGitHub,
  { repository, copy }: Play,
  sha: string,
): Promise<{ id: IncidentId; conclusion: string }> {
  await github.push({ repository, branch: copy.branch, sha });
  await github.settled();
  const runs = github.workflowRuns(repository).filter(run => run.headSha === sha);
  const ends = runs.map(({ id, attempts }) => ({
    id: incidentId({ runId: id, attempt: attempts.length }),
    conclusion: attempts.at(-1)?.conclusion ?? 'nothing',
  }));
  const end = ends.find(({ conclusion }) => conclusion !== 'success') ?? ends[0];
  if (!end) throw new InvalidCase(`No workflow runs on a push to ${copy.branch}.`);
  return end;
}

async function nightwatchOn(stack: LocalStack): Promise<AsyncDisposable & { store: Store }> {
  const nightwatch = await startNightwatchInProcess(stack);
  return {
    store: nightwatch.store,
    async [Symbol.asyncDispose]() {
      const { incidents } = await nightwatch.store.list({ limit: 10, offset: 0 });
      await nightwatch.stop(5_000);
      await Promise.all(incidents.map(removeImage));
    },
  };
}

/** Waits until the incident has ended and its reports are drawn; at once when none was opened. */
async function ended(store: Store, id: IncidentId): Promise<void> {
  const deadline = Date.now() + longestMs;
  while (Date.now() < deadline) {
    if ((await store.find(id)) === null || (await store.pending()) === 0) return;
    await wait(100);
  }
  throw new Error(`The line has not ended within ${longestMs / 60_000} minutes.`);
}

/** The environment is this case's own, since its name is part of it. Gone already, or still in use, is no harm. */
async function removeImage({ entry }: IncidentView): Promise<void> {
  const known: Known = entry.incident;
  if (!known.reproduction) return;
  const image = new Docker().getImage(known.reproduction.environment.image);
  await image.remove().catch(() => undefined);
}

function words(error: unknown): string {
  if (error instanceof AggregateError) return [error.message, ...error.errors.map(words)].join(' ');
  return error instanceof Error ? error.message : String(error);
}
