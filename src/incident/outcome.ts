// What a stage returns: go on, run again, or stop.
import type { Published, Queued } from './incident.ts';
import type { StopCode } from './stop.ts';

/** Facts that a stage established before it stopped; kept for the report. */
export type Learned = Partial<Omit<Published, keyof Queued>>;

export type Outcome<Here, There> =
  | { kind: 'next'; incident: There }
  | { kind: 'again'; incident: Here }
  | { kind: 'stop'; code: StopCode; detail: string; learned?: Learned };

export function next<There>(incident: There): Outcome<never, There> {
  return { kind: 'next', incident };
}

export function again<Here>(incident: Here): Outcome<Here, never> {
  return { kind: 'again', incident };
}

/** `detail` is a sentence about this incident; title, words and advice come from the catalogue. */
export function stop(code: StopCode, detail: string, learned?: Learned): Outcome<never, never> {
  return { kind: 'stop', code, detail, ...(learned ? { learned } : {}) };
}
