// The row "event loop": the longest time that Nightwatch answers no webhook while it handles an incident, once on the demo,
// once on a large repository with a large log.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../adapters/prisma/open-store.ts';
import { demoFiles } from '../../../demo/demo-files.ts';
import type { IncidentView } from '../../../incident/journal.ts';
import type { NewRepository } from '../../../standins/github/settings/create-and-push.ts';
import type { RunWorkflow } from '../../../standins/github/workflows/runner.ts';
import type { LocalStack } from '../../../standins/local-stack.ts';
import { startProcess } from '../../../standins/nightwatch-process.ts';
import { fillerLog } from '../distil/log-maker.ts';
import { below, type Figure, type Measured, type RowContext, remark } from '../figure.ts';
import { importsOfLargeFiles, largeRepository } from '../repository/large-repository.ts';
import { writeRepository } from '../repository/write-repository.ts';
import { incidentsOn, inDocker, type RunningNightwatch } from '../run-incidents.ts';
import { stageAt } from '../stage-at.ts';
import type { Hold } from './event-loop-process.ts';

const targetMs = 200;
/** Bytes of the failing step; the archive has them twice. */
const logBytes = 20e6;

interface Case {
  readonly what: string;
  readonly from: NewRepository['from'];
  readonly exposing: Readonly<Record<string, string>>;
  readonly runWorkflow: RunWorkflow;
}

/** With the stage it was in; `none` between stages. */
type StagedHold = Hold & { readonly stage: string };

export async function eventLoopRow({ directory, tell }: RowContext): Promise<Measured> {
  const figures: Figure[] = [];
  const raw: Record<string, readonly StagedHold[]> = {};
  for (const [index, each] of (await casesIn(directory)).entries()) {
    const holds = await holdsOf(each, join(directory, String(index)));
    raw[each.what] = holds;
    const [longest] = holds;
    tell(`${each.what}: longest hold ${holdText(longest)}`);
    figures.push(
      below(`longest hold of the event loop over one incident: ${each.what}`, longest?.ms ?? 0, {
        target: targetMs,
        unit: ' ms',
      }),
      remark('  by stage, longest', stagesText(holds)),
      remark('  the longest, in full', detailText(longest)),
    );
  }
  return { figures, plots: [], raw };
}

async function casesIn(directory: string): Promise<Case[]> {
  const { green, exposing } = await demoFiles();
  const largeGit = join(directory, 'large.git');
  await writeRepository(largeGit, { ...green, ...largeRepository() });
  // The failing test uses every large file, so each is a suspect.
  const using = Object.entries(exposing).map(([path, text]) => [path, `${importsOfLargeFiles()}\n\n${text}`]);
  return [
    { what: 'demo', from: { files: green }, exposing, runWorkflow: inDocker() },
    {
      what: 'large repository, 20 MB log',
      from: { path: largeGit },
      exposing: Object.fromEntries(using),
      runWorkflow: withLargeLog(inDocker()),
    },
  ];
}

/** Real jobs; a failed step's log begins with many lines of a long test run. */
function withLargeLog(runWorkflow: RunWorkflow): RunWorkflow {
  return async call => {
    const jobs = await runWorkflow(call);
    return jobs.map(job => ({
      ...job,
      steps: job.steps.map(step => (step.conclusion === 'failure' ? { ...step, log: withFiller(step.log) } : step)),
    }));
  };
}

/** After the group that shows the command, as the runner would have it. */
function withFiller(log: string): string {
  const end = log.indexOf('\n', log.indexOf('##[endgroup]')) + 1;
  return log.slice(0, end) + fillerLog(logBytes) + log.slice(end);
}

/** Longest first. Nightwatch is a process of its own, so that nothing else runs on its event loop. */
async function holdsOf({ from, exposing, runWorkflow }: Case, directory: string): Promise<StagedHold[]> {
  const file = join(directory, 'holds.json');
  const start = (stack: LocalStack) => startWatched(stack, { directory, file });
  let view: IncidentView;
  {
    await using incidents = await incidentsOn({ directory, from, runWorkflow, start });
    ({ view } = await incidents.run(exposing));
  }
  const holds = JSON.parse(readFileSync(file, 'utf8')) as Hold[];
  return holds.map(hold => ({ ...hold, stage: stageAt(view, hold.at) ?? 'none' })).sort((a, b) => b.ms - a.ms);
}

async function startWatched(stack: LocalStack, at: { directory: string; file: string }): Promise<RunningNightwatch> {
  const nightwatch = await startProcess({
    environment: stack.environment,
    entry: join(import.meta.dirname, 'event-loop-process.ts'),
    args: [at.file],
    logFile: join(at.directory, 'nightwatch.log'),
  });
  const store = await openStore({ databaseUrl: stack.environment['DATABASE_URL'] ?? '' });
  return {
    store,
    async stop() {
      await nightwatch.stop();
      await store.close();
    },
  };
}

function stagesText(holds: readonly StagedHold[]): string {
  const byStage = Map.groupBy(holds, hold => hold.stage);
  return [...byStage].map(([stage, [longest]]) => `${stage} ${Math.round(longest?.ms ?? 0)} ms`).join(', ');
}

function detailText(hold: StagedHold | undefined): string {
  if (!hold) return 'none';
  return `${Math.round(hold.cpuMs)} ms on a CPU; ${Math.round(hold.wallMs)} ms with the wait for one`;
}

function holdText(hold: StagedHold | undefined): string {
  return hold ? `${Math.round(hold.ms)} ms, in ${hold.stage}` : 'below 20 ms';
}
