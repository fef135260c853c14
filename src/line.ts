// THE TABLE: what happens, in which order. The compiler rejects a swapped stage, a wrong successor, a missing state and a cycle.
import type { Active, State, States } from './incident/incident.ts';
import type { Outcome } from './incident/outcome.ts';
import type { Ports } from './ports.ts';
import { collect } from './stages/collect/collect.ts';
import { configure } from './stages/configure/configure.ts';
import { diagnose } from './stages/diagnose/diagnose.ts';
import { guard } from './stages/guard/guard.ts';
import { publish } from './stages/publish/publish.ts';
import { repair } from './stages/repair/repair.ts';
import { reproduce } from './stages/reproduce/reproduce.ts';

/** The states with more facts than `From`: the line cannot run backwards. */
type Later<From extends Active> = { [To in State]: States[From] extends States[To] ? never : To }[State];
type Step<From extends Active> = {
  [To in Later<From>]: {
    stage: (incident: States[From], ports: Ports) => Promise<Outcome<States[From], States[To]>>;
    next: To;
  };
}[Later<From>];
export type Line = { [From in Active]: Step<From> };

export const line = {
  queued: { stage: configure, next: 'configured' },
  configured: { stage: collect, next: 'collected' },
  collected: { stage: diagnose, next: 'diagnosed' },
  diagnosed: { stage: reproduce, next: 'reproduced' },
  reproduced: { stage: guard, next: 'guarded' },
  guarded: { stage: repair, next: 'repaired' },
  repaired: { stage: publish, next: 'published' },
} satisfies Line;
