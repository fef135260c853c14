// Stops that are our own mistakes, and what the operator of this server does about them.
import type { Stop, StopCode } from '../incident/stop.ts';

const advice: Partial<Record<StopCode, string>> = {
  'internal-error':
    'Search the log for this incident’s id: the error line of the failed stage has the cause and the stack. Report the bug with both.',
  'took-too-long':
    'If other incidents end like this too, the machine is overloaded: give it more CPU or lower the concurrency. If it is only this one, report it with the stage named here.',
  'cut-off':
    'Check whether the host ran out of memory (dmesg, docker events) when the last stage below began. Give the process more memory, or report the run.',
};

/** What the operator should do; null when the stop is not our mistake. */
export function operatorAdvice({ code }: Pick<Stop, 'code'>): string | null {
  return advice[code] ?? null;
}
