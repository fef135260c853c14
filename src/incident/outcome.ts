// What a stage hands back: go on, stay for another try, or end the line.
import type { StopCode } from './stop.ts';

export type Outcome<Here, There> =
  | { kind: 'next'; incident: There }
  | { kind: 'again'; incident: Here }
  | { kind: 'stop'; code: StopCode; detail: string };

export function next<There>(incident: There): Outcome<never, There> {
  return { kind: 'next', incident };
}

export function again<Here>(incident: Here): Outcome<Here, never> {
  return { kind: 'again', incident };
}

/** `detail` is a sentence about this very incident; title, words and advice come from the catalogue. */
export function stop(code: StopCode, detail: string): Outcome<never, never> {
  return { kind: 'stop', code, detail };
}
