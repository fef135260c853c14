// The row "warm line": an incident on a repository that was seen before, without the time of its tests and the model.

import { demoFiles } from '../../../demo/demo-files.ts';
import { median } from '../../median.ts';
import { below, type Measured, type Plot, type RowContext, remark, rounded } from '../figure.ts';
import { incidentsOn } from '../run-incidents.ts';
import { type Split, splitOf } from './split.ts';

const warmIncidents = 2;

export async function warmRow({ directory, tell }: RowContext): Promise<Measured> {
  const { green, exposing } = await demoFiles();
  await using incidents = await incidentsOn({ directory, from: { files: green } });
  const splits: Split[] = [];
  for (let number = 0; number <= warmIncidents; number += 1) {
    // Another commit, as red as the one before.
    const split = splitOf(await incidents.run({ ...exposing, 'NOTES.md': `Change ${number}\n` }));
    splits.push(split);
    tell(`${number === 0 ? 'cold' : 'warm'}: ${words(split)}`);
  }
  const [cold, ...warm] = splits;
  const rest = median(warm.map(split => split.rest)) ?? Number.NaN;
  const figures = [
    below('warm line: all but model and tests', rest, { target: 3, unit: ' s' }),
    remark('  by stage, median', stagesText(warm)),
    remark('  tests, model', `${inSeconds(warm, 'tests')}, ${inSeconds(warm, 'model')}`),
    remark('  the first, cold incident', cold ? `${rounded(cold.rest)} s` : ''),
  ];
  return { figures, plots: [plotOf(splits)], raw: splits };
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
