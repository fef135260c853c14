// What one incident started, in all and in each stage, in words.
import type { IncidentView } from '../../../incident/journal.ts';
import { stageAt } from '../stage-at.ts';
import { type Counted, type CountedThing, countedThings } from './counter.ts';

export interface Started {
  readonly whole: Counts;
  /** `between` is what no stage started; a stage that started nothing is missing. */
  readonly byStage: Readonly<Record<string, Counts>>;
}

type Counts = Readonly<Record<CountedThing, number>>;

export function startedBy(view: Pick<IncidentView, 'steps'>, counted: readonly Counted[]): Started {
  const byStage = Map.groupBy(counted, ({ at }) => stageAt(view, at) ?? 'between');
  return {
    whole: countsOf(counted),
    byStage: Object.fromEntries([...byStage].map(([stage, own]) => [stage, countsOf(own)])),
  };
}

/** "containers 12, sessions 0, programs 140, git processes 50". */
export function startedText({ whole }: Started): string {
  return countedThings.map(what => `${what} ${whole[what]}`).join(', ');
}

/** "reproduce 7/0/80/9, guard 1/0/15/6", in the order of `startedText`. */
export function startedByStageText({ byStage }: Started): string {
  return Object.entries(byStage)
    .map(([stage, counts]) => `${stage} ${countedThings.map(what => counts[what]).join('/')}`)
    .join(', ');
}

function countsOf(counted: readonly Counted[]): Counts {
  const of = (wanted: CountedThing) => counted.filter(({ what }) => what === wanted).length;
  return {
    containers: of('containers'),
    sessions: of('sessions'),
    programs: of('programs'),
    'git processes': of('git processes'),
  };
}
