// How each attack ended, beside how it should have.
import { type Fix, type GuardCase, type HostileRepository, type Suite, staticGates, type TextCase } from './case.ts';
import { type Played, playFix, playGuard, playRepository, type Stage } from './play.ts';

/** Any attack or honest control, with the way it is played. */
export interface Playable {
  readonly kind: 'fix' | 'regression test' | 'repository' | 'text';
  readonly case: Fix | GuardCase | HostileRepository | TextCase;
  play(stage: Stage): Promise<Played>;
}

export interface Result extends Played {
  readonly kind: Playable['kind'];
  readonly name: string;
  readonly class: string;
  readonly expected: string;
  /** More than one for generated texts. */
  readonly count: number;
  readonly isOpen: boolean;
  readonly isAsExpected: boolean;
  /** It was proven or accepted, or would have been run, though it should not. */
  readonly cameThrough: boolean;
}

export function playablesOf({ fixes, guards, repositories, texts }: Suite): Playable[] {
  return [
    ...fixes.map(fix => ({ kind: 'fix' as const, case: fix, play: (stage: Stage) => playFix(fix, stage) })),
    ...guards.map(guard => ({
      kind: 'regression test' as const,
      case: guard,
      play: (stage: Stage) => playGuard(guard, stage),
    })),
    ...repositories.map(repository => ({
      kind: 'repository' as const,
      case: repository,
      play: (stage: Stage) => playRepository(repository, stage),
    })),
    ...texts.map(text => ({ kind: 'text' as const, case: text, play: async () => playText(text) })),
  ];
}

function playText({ end, harm }: TextCase): Played {
  const left = harm();
  return left === null ? { end, reason: '' } : { end: 'shown', reason: left };
}

/** First without an engine, since most end there; what would be run then is run, if there is one. */
export async function resultOf(playable: Playable, stage: Stage): Promise<Result> {
  const first = await playable.play({ ...stage, engine: null });
  const played = first.end === 'runs' && stage.engine ? await playable.play(stage) : first;
  return judged(playable, played);
}

function judged({ kind, case: attack }: Playable, played: Played): Result {
  const { name, class: group, end: expected, isOpen = false } = attack;
  const count = 'texts' in attack ? attack.texts : 1;
  const isLate = 'needsRun' in attack ? attack.needsRun : kind !== 'regression test' && !staticGates.has(expected);
  const needsRun = expected === 'accepted' || isLate;
  const isAsExpected =
    played.end === expected ||
    (played.end === 'runs' && needsRun === true) ||
    (played.end === 'refused' && played.reason.includes(expected));
  const isThrough = /^(?:proven|accepted|runs|shown)/.test(played.end);
  const cameThrough = !isAsExpected && isThrough;
  return { kind, name, class: group, expected, count, isOpen, isAsExpected, cameThrough, ...played };
}
