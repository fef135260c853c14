// What every line of the log about an incident has as fields, so that lines can be filtered and followed.
import type { Queued } from '../incident/incident.ts';
import type { Log } from './log.ts';
import { type CurrentStep, type Engine, secondsOf } from './step.ts';

export function incidentFields({ id, run }: Pick<Queued, 'id' | 'run'>) {
  return { incident: id, repository: `${run.owner}/${run.repo}`, delivery: run.delivery };
}

/** A log of one step: adds the stage, and the seconds since it began. */
export function stepLog({ log, clock }: Engine, incident: Queued, current: CurrentStep): Log {
  const told = (level: keyof Log) => (fields: object, sentence: string) =>
    log[level](
      { ...incidentFields(incident), stage: current.stage, seconds: secondsOf(current, clock.now()), ...fields },
      sentence,
    );
  return { info: told('info'), warn: told('warn'), error: told('error') };
}
