// Runs one case: real CI on its two commits, the whole line on the failing one, then collects the result.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Known } from '../../incident/incident.ts';
import type { IncidentView } from '../../incident/journal.ts';
import { incidentId } from '../../incident/names.ts';
import type { IncidentId } from '../../incident/run.ts';
import type { LocalGitHub } from '../../standins/github/server.ts';
import type { StepResult } from '../../standins/github/workflows/runner.ts';
import { type LocalStack, startLocalStack, startNightwatchInProcess } from '../../standins/local-stack.ts';
import type { PackageIndex } from '../../standins/package-index/package-index.ts';
import { dockerRunner } from '../../standins/runner/docker-runner.ts';
import type { Store } from '../../store.ts';
import { allIncidents } from '../all-incidents.ts';
import { type Case, InvalidCase, readCase } from './case.ts';
import { type Copy, copyOf } from './copy.ts';
import { keepProof } from './keep-proof.ts';
import { type CaseRun, notRunResult, resultOf } from './measure.ts';
import { oracleModel } from './oracle-model.ts';
import { type ReferenceFix, referenceFixOf } from './reference-fix.ts';
import type { Result } from './result.ts';

const owner = 'evaluation';
/** Every stage has its own time limit; this one keeps an evaluation from waiting forever. */
const longestMs = 45 * 60_000;
const mostLinesShown = 12;

/**
 * Never throws: whatever happens is a result. Removes its repositories, database, mirrors, containers and image afterwards; what
 * a proof is verified with is kept in a folder of `proofs`.
 */
export async function runCase(
  folder: string,
  { packageIndex, proofs }: { packageIndex: PackageIndex | undefined; proofs: string },
): Promise<Result> {
  const name = basename(folder);
  const startedAt = performance.now();
  const directory = await mkdtemp(join(tmpdir(), 'nightwatch-evaluation-'));
  try {
    const given = await readCase(folder);
    const copy = await copyOf(given, join(directory, 'copy.git'));
    const reference = await referenceFixOf(copy);
    const caseRun = await runOnStack(given, { copy, reference, directory, packageIndex });
    await keepProof(caseRun, join(proofs, name));
    return resultOf({ name, reference, caseRun, wholeMs: performance.now() - startedAt });
  } catch (error) {
    const verdict = error instanceof InvalidCase ? 'invalid' : 'broken';
    return notRunResult({ name, verdict, why: message(error), wholeMs: performance.now() - startedAt });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

interface Prepared {
  readonly copy: Copy;
  readonly reference: ReferenceFix;
  readonly directory: string;
  readonly packageIndex: PackageIndex | undefined;
}

async function runOnStack(given: Case, prepared: Prepared): Promise<CaseRun> {
  const { copy, reference, directory, packageIndex } = prepared;
  const stack = await startLocalStack({
    directory,
    owner,
    model: { answers: oracleModel(reference, given.referenceTest) },
    runWorkflow: dockerRunner({
      docker: new Docker(),
      hostEnvironment: process.env,
      packageIndex: packageIndex?.variables,
    }),
    packageIndex,
    environment: { LOG_LEVEL: 'fatal' },
  });
  try {
    const repository = `${owner}/${given.name.replace(/[^A-Za-z0-9._-]/g, '-')}`;
    return await runCommits(stack, { repository, copy });
  } finally {
    await stack.stop();
  }
}

interface Target {
  readonly repository: string;
  readonly copy: Copy;
}

/** The green commit runs before Nightwatch starts, so that an invalid case costs no incident. */
async function runCommits(stack: LocalStack, target: Target): Promise<CaseRun> {
  const startedAt = performance.now();
  await createRepository(stack.github, target);
  const green = await pushAndWait(stack.github, target, target.copy.green);
  if (green.conclusion !== 'success')
    throw new InvalidCase(`CI on the parent of HEAD ends with ${green.conclusion}.${green.output}`);
  await using nightwatch = await nightwatchOn(stack);
  const { store } = nightwatch;
  const red = await pushAndWait(stack.github, target, target.copy.red);
  if (red.conclusion === 'success') throw new InvalidCase('CI on HEAD passes, so there is nothing to repair.');
  const ciMs = performance.now() - startedAt;
  await ended(store, red.id);
  // CI on the pull request, and the webhook about it.
  await stack.github.settled();
  return {
    view: await store.find(red.id),
    questions: stack.gemini?.questions ?? [],
    ciMs,
    gitDirectory: stack.github.gitDirectory(target.repository),
  };
}

async function createRepository(github: LocalGitHub, { repository, copy }: Target): Promise<void> {
  const [, name = ''] = repository.split('/');
  const from = { path: copy.directory, upTo: copy.start };
  await github.createRepository({ owner, name, from, defaultBranch: copy.branch });
}

/** Pushes a commit and waits for its CI: the failed run among several, else the first. */
async function pushAndWait(
  github: LocalGitHub,
  { repository, copy }: Target,
  sha: string,
): Promise<{ id: IncidentId; conclusion: string; output: string }> {
  await github.push({ repository, branch: copy.branch, sha });
  await github.settled();
  const runs = github.workflowRuns(repository).filter(run => run.headSha === sha);
  const results = runs.map(({ id, attempts }) => ({
    id: incidentId({ runId: id, attempt: attempts.length }),
    conclusion: attempts.at(-1)?.conclusion ?? 'nothing',
    output: outputOf(attempts.at(-1)?.jobs.flatMap(job => job.result.steps) ?? []),
  }));
  const result = results.find(({ conclusion }) => conclusion !== 'success') ?? results[0];
  if (!result) throw new InvalidCase(`No workflow runs on a push to ${copy.branch}.`);
  return result;
}

/** The end of the failing step's log, for the author of a case; empty when no step failed. */
function outputOf(steps: readonly StepResult[]): string {
  const failed = steps.find(({ conclusion }) => conclusion === 'failure');
  const lines = failed?.log.trimEnd().split('\n').slice(-mostLinesShown) ?? [];
  return lines.map(line => `\n${line.replace(/^\S+Z /, '')}`).join('');
}

async function nightwatchOn(stack: LocalStack): Promise<AsyncDisposable & { store: Store }> {
  const nightwatch = await startNightwatchInProcess(stack);
  return {
    store: nightwatch.store,
    async [Symbol.asyncDispose]() {
      const incidents = await allIncidents(nightwatch.store);
      await nightwatch.stop(5_000);
      await Promise.all(incidents.map(removeImage));
    },
  };
}

/** On a busy machine the webhook is still being read when GitHub no longer waits for its answer. */
const openedMs = 60_000;

/** Waits until the incident has ended and its reports are written; returns when none was opened within a minute. */
async function ended(store: Store, id: IncidentId): Promise<void> {
  const startedAt = Date.now();
  while (Date.now() < startedAt + longestMs) {
    const isOpen = (await store.find(id)) !== null;
    if (isOpen ? (await store.pending()) === 0 : Date.now() > startedAt + openedMs) return;
    await wait(100);
  }
  throw new Error(`The line did not finish within ${longestMs / 60_000} minutes.`);
}

/** The image is this case's own: its name is part of it. It may be gone or in use already. */
async function removeImage({ entry }: IncidentView): Promise<void> {
  const known: Known = entry.incident;
  if (!known.reproduction) return;
  const image = new Docker().getImage(known.reproduction.environment.image);
  await image.remove().catch(() => undefined);
}

function message(error: unknown): string {
  if (error instanceof AggregateError) return [error.message, ...error.errors.map(message)].join(' ');
  return error instanceof Error ? error.message : String(error);
}
