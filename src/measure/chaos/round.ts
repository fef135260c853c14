// One round: all scenarios at once, with as many kills as the fault schedule asks for, and what they ended with.
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Known } from '../../incident/incident.ts';
import type { Store } from '../../store.ts';
import { allIncidents } from '../all-incidents.ts';
import { containersOf, findLeaks, volumeNames } from './leaks.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { owner, scenarios } from './scenarios.ts';
import type { Supervisor } from './supervisor.ts';
import {
  directoriesIn,
  pushBreakingCommits,
  startTestEnvironment,
  type TestEnvironmentOptions,
  untilFinished,
} from './test-environment.ts';

export interface Round {
  readonly kills: number;
  /** How many processes were started for these outcomes. */
  readonly starts: number;
  readonly seconds: number;
  /** Journal entries that say "try again later". */
  readonly transients: number;
  /** By scenario. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** What the invariant monitor saw go backwards. */
  readonly violations: readonly string[];
  /** Resources that were still there after the last process had ended. */
  readonly leaks: readonly string[];
}

export async function runRound({ directory, suffix, schedule }: TestEnvironmentOptions): Promise<Round> {
  const startedAt = performance.now();
  const docker = new Docker();
  await using environment = await startTestEnvironment({ directory, suffix, schedule }, docker);
  const { stack, store, monitor, supervisor } = environment;
  const volumes = await volumeNames(docker);
  await pushBreakingCommits(environment, suffix);
  while ((await supervisor.run(signal => untilFinished(environment, signal))) === 'killed');
  await supervisor.end('kill');
  const counts = { starts: supervisor.starts(), kills: supervisor.kills() };
  await recover(supervisor, docker);
  const leaks = await findLeaks({ docker, pids: supervisor.pids, volumes, ...directoriesIn(directory) });
  const outcomes: Record<string, Outcome> = {};
  for (const { name } of scenarios)
    outcomes[name] = await outcomeOf(`${owner}/${name}${suffix}`, { github: stack.github, store });
  const transients = await countTransients(store, docker);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { ...counts, seconds, transients, outcomes, violations: monitor.violations, leaks };
}

/** One more start without kills: its sweep removes what the last killed process left. */
async function recover(supervisor: Supervisor, docker: Docker): Promise<void> {
  supervisor.stopKilling();
  await supervisor.run(async () => {
    const deadline = Date.now() + 120_000;
    while ((await containersOf({ docker, pids: supervisor.pids })).length > 0 && Date.now() < deadline) await wait(100);
    await wait(500);
  });
  await supervisor.end('stop');
}

/** Also removes the prepared images: every round must prepare them anew, so that a kill can hit that too. */
async function countTransients(store: Store, docker: Docker): Promise<number> {
  const incidents = await allIncidents(store);
  for (const { entry } of incidents) {
    const { reproduction }: Known = entry.incident;
    if (reproduction)
      await docker
        .getImage(reproduction.environment.image)
        .remove()
        .catch(() => {}); // Already gone.
  }
  return incidents.flatMap(({ steps }) => steps).filter(({ result }) => result === 'transient').length;
}
