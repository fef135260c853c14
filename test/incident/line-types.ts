// What the compiler refuses of the line. Never run: `npm run check` compiles it, and each expected error must be one.
import type { Diagnosis } from '../../src/incident/diagnosis.ts';
import type { Evidence } from '../../src/incident/evidence.ts';
import type { Collected, Configured, Diagnosed, Guarded, Repaired } from '../../src/incident/incident.ts';
import { again, next, type Outcome, stop } from '../../src/incident/outcome.ts';
import { type Line, line } from '../../src/line.ts';

type Stage<Here, There> = (incident: Here) => Promise<Outcome<Here, There>>;
const { collect, diagnose, repair } = {
  collect: line.configured.stage,
  diagnose: line.collected.stage,
  repair: line.guarded.stage,
};

export const refused = {
  // @ts-expect-error diagnose needs evidence, which a configured incident does not have
  swapped: { ...line, configured: { stage: diagnose, next: 'diagnosed' } } satisfies Line,
  // @ts-expect-error collect does not produce a diagnosis
  tooFar: { ...line, configured: { stage: collect, next: 'diagnosed' } } satisfies Line,
  // @ts-expect-error the line cannot run backwards
  backwards: { ...line, collected: { stage: diagnose, next: 'queued' } } satisfies Line,
  // @ts-expect-error nor stand still without saying `again`
  still: { ...line, collected: { stage: diagnose, next: 'collected' } } satisfies Line,
  // @ts-expect-error nobody repairs what has no guard
  unguarded: { ...line, reproduced: { stage: repair, next: 'repaired' } } satisfies Line,
  // @ts-expect-error a published incident is at the end of the line
  further: { ...line, published: { stage: repair, next: 'repaired' } } satisfies Line,
  // @ts-expect-error no stage leads to a stop: it is answered
  toAStop: { ...line, configured: { stage: collect, next: 'stopped' } } satisfies Line,
};
const { repaired: _, ...short } = line;
// @ts-expect-error every active state needs a step
export const withAGap = short satisfies Line;

declare const evidence: Evidence;
declare const diagnosis: Diagnosis;

export const stages = {
  // @ts-expect-error a stage adds its fact before it goes on
  forgetful: (async incident => next(incident)) satisfies Stage<Configured, Collected>,
  // @ts-expect-error one fact after the other
  skipping: (async incident => next({ ...incident, diagnosis })) satisfies Stage<Configured, Diagnosed>,
  // @ts-expect-error what is done again must still know all that was known
  losing: (async ({ guard: _guard, ...rest }) => again(rest)) satisfies Stage<Guarded, Repaired>,
  // @ts-expect-error a reason to stop stands in the catalogue
  uncatalogued: (async () => stop('bored', 'No wish to go on.')) satisfies Stage<Configured, Collected>,
  right: (async incident => next({ ...incident, evidence })) satisfies Stage<Configured, Collected>,
};
