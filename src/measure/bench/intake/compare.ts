// Two servers under the same load, in alternating rounds, since the machine may be busy with other things.
import { median } from '../../median.ts';
import type { RowContext } from '../figure.ts';
import type { Delivery } from './deliveries.ts';
import { type Answers, sendAll } from './load.ts';

export const kinds = ['bare', 'intake'] as const;
export type Kind = (typeof kinds)[number];

export interface Comparison {
  /** Where each takes webhooks. */
  readonly servers: Readonly<Record<Kind, string>>;
  readonly next: (count: number) => Delivery[];
}

export interface Outcome {
  readonly rounds: readonly Readonly<Record<Kind, Answers>>[];
  /** Of the intake's rate to the bare app's, the median of the rounds. */
  readonly ratio: number;
  /** Milliseconds of the processor for one delivery, over all rounds: the machine's other work is not in it. */
  readonly work: Readonly<Record<Kind, number>>;
  readonly steady: Readonly<Record<Kind, Answers>>;
  /** At each rate, deliveries a second. */
  readonly ladder: readonly { readonly rate: number; readonly kind: Kind; readonly answers: Answers }[];
  readonly burst: Answers;
  /** Deliveries that the intake was sent in all: so many rows there have to be. */
  readonly sent: number;
}

const warmUp = 3_000;
const rounds = 11;
const perRound = 800;
/** Enough for both to be busy all the time: the intake answers only when the disk has. */
const connections = 200;
const steadySeconds = 10;
export const steadyRate = 100;
const ladderRates = [50, 200, 400];
const ladderSeconds = 4;
export const burst = { deliveries: 5_000, connections: 500 };

export async function compare({ servers, next }: Comparison, tell: RowContext['tell']): Promise<Outcome> {
  let sent = 0;
  const load = async (kind: Kind, count: number, how: { connections: number; rate?: number }) => {
    if (kind === 'intake') sent += count;
    return await sendAll({ url: servers[kind], deliveries: next(count), ...how });
  };
  const both = async (count: number, how: { connections: number; rate?: number }) => ({
    bare: await load('bare', count, how),
    intake: await load('intake', count, how),
  });
  tell('warming up both servers');
  await both(warmUp, { connections });
  const measured: Record<Kind, Answers>[] = [];
  const before = await workOf(servers);
  for (let round = 1; round <= rounds; round += 1) {
    const answers = await both(perRound, { connections });
    measured.push(answers);
    tell(`round ${round} of ${rounds}: bare ${perSecond(answers.bare)}, intake ${perSecond(answers.intake)}`);
  }
  const after = await workOf(servers);
  const each = (kind: Kind) => (after[kind] - before[kind]) / (rounds * perRound);
  const work = { bare: each('bare'), intake: each('intake') };
  const at = (rate: number, seconds: number) => both(rate * seconds, { connections, rate });
  tell(`a steady ${steadyRate}/s`);
  const steady = await at(steadyRate, steadySeconds);
  const ladder: Outcome['ladder'][number][] = kinds.map(kind => ({ rate: steadyRate, kind, answers: steady[kind] }));
  for (const rate of ladderRates) {
    const answers = await at(rate, ladderSeconds);
    ladder.push(...kinds.map(kind => ({ rate, kind, answers: answers[kind] })));
  }
  tell(`a burst of ${burst.deliveries}`);
  const flood = await load('intake', burst.deliveries, { connections: burst.connections });
  return { rounds: measured, ratio: ratioOf(measured), work, steady, ladder, burst: flood, sent };
}

/** Milliseconds that each server has worked so far. */
async function workOf(servers: Comparison['servers']): Promise<Record<Kind, number>> {
  const asked = async (kind: Kind) => {
    const answer = await fetch(new URL('/healthz', servers[kind]));
    return Number(await answer.text()) / 1000;
  };
  return { bare: await asked('bare'), intake: await asked('intake') };
}

function ratioOf(measured: readonly Readonly<Record<Kind, Answers>>[]): number {
  return median(measured.map(({ bare, intake }) => intake.perSecond / bare.perSecond)) ?? 0;
}

function perSecond({ perSecond: rate }: Answers): string {
  return `${Math.round(rate)}/s`;
}
