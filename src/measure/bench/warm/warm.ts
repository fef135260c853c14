// The row "warm line": an incident on a repository that was seen before, without the time of its tests and the model.

import { demoFiles } from '../../../demo/demo-files.ts';
import { type LocalStack, startNightwatchInProcess } from '../../../standins/local-stack.ts';
import { median } from '../../median.ts';
import { below, type Figure, type Measured, type Plot, type RowContext, remark, rounded } from '../figure.ts';
import { incidentsOn } from '../run-incidents.ts';
import { startCounter } from './counter.ts';
import { type Split, splitOf } from './split.ts';
import { type Started, startedBy, startedByStageText, startedText } from './started.ts';

const warmIncidents = 2;

export async function warmRow({ directory, tell }: RowContext): Promise<Measured> {
  const { green, exposing } = await demoFiles();
  using counter = startCounter();
  const start = (stack: LocalStack) => counter.within(() => startNightwatchInProcess(stack));
  await using incidents = await incidentsOn({ directory, from: { files: green }, start });
  const splits: Split[] = [];
  const started: Started[] = [];
  for (let number = 0; number <= warmIncidents; number += 1) {
    // Another commit, as red as the one before.
    const incident = await incidents.run({ ...exposing, 'NOTES.md': `Change ${number}\n` });
    const split = splitOf(incident);
    splits.push(split);
    started.push(startedBy(incident.view, counter.take()));
    tell(`${number === 0 ? 'cold' : 'warm'}: ${words(split)}`);
  }
  const [cold, ...warm] = splits;
  const rest = median(warm.map(split => split.rest)) ?? Number.NaN;
  const figures = [
    below('warm line: all but model and tests', rest, { target: 4, unit: ' s' }),
    remark('  by stage, median', stagesText(warm)),
    remark('  tests, model', `${inSeconds(warm, 'tests')}, ${inSeconds(warm, 'model')}`),
    ...startedRemarks(started.at(-1)),
    remark('  the first, cold incident', cold ? `${rounded(cold.rest)} s` : ''),
  ];
  return { figures, plots: [plotOf(splits)], raw: { splits, started } };
}

function startedRemarks(last: Started | undefined): Figure[] {
  if (!last) return [];
  return [remark('  started by the last', startedText(last)), remark('  the same by stage', startedByStageText(last))];
}

function inSeconds(splits: readonly Split[], part: 'tests' | 'model'): string {
  return `${rounded(median(splits.map(split => split[part])) ?? Number.NaN)} s`;
}

function stagesText(splits: readonly Split[]): string {
  const stages = Object.keys(splits[0]?.byStage ?? {});
  return stages
    .map(stage => `${stage} ${(median(splits.map(split => split.byStage[stage] ?? 0)) ?? 0).toFixed(2)}`)
    .join(', ');
}

function words({ rest, tests, whole }: Split): string {
  return `${rounded(rest)} s beside ${rounded(tests)} s of tests, ${rounded(whole)} s in all`;
}

function plotOf(splits: readonly Split[]): Plot {
  const points = splits.flatMap(({ rest, tests }, index) => [
    { incident: index + 1, seconds: rest, of: 'all but model and tests' },
    { incident: index + 1, seconds: tests, of: 'tests' },
  ]);
  return {
    name: 'warm-line',
    title: 'Incidents of one repository, the first one cold',
    x: { field: 'incident', title: 'incident' },
    y: { field: 'seconds', title: 'seconds' },
    series: 'of',
    points,
  };
}
