// Judges what calls beside those of the failing tests give: on the last green commit, on the failing one, and with the change. Pure.
//
// Only where the failing tests' own calls gave on the last green commit what they give with the change is that commit a measure: there
// something was broken since. What a push changed on purpose differs between the two commits and is left alone, and so is what raised.
import type { Observed, ProbedInput } from '../../../languages/contract/neighbours.ts';
import { reasons, type ShownNeighbour } from '../reasons.ts';

/** What one call gave on each tree. */
export interface Neighbour {
  readonly input: ProbedInput;
  readonly green: Observed;
  readonly failing: Observed;
  readonly repaired: Observed;
}

/** Fewer may be what lies beyond a boundary. */
const fewestLeftWrong = 3;
/** One may be what is right for both. */
const fewestAnsweredAlike = 2;

/** Whether the failing tests' own calls show that something was broken since the last green commit. */
export function showsRegression(all: readonly Pick<Neighbour, 'input' | 'green' | 'failing'>[]): boolean {
  return all.some(({ input, green, failing }) => input.shifted === null && areUnlike(green, failing));
}

/** Why the change is refused; null when nothing speaks against it. */
export function neighboursObjection(all: readonly Neighbour[]): string | null {
  const ownResult = ({ input: { shifted } }: Neighbour) => {
    const own = shifted && all[shifted.from];
    return own && isRepaired(own) ? own.repaired : null;
  };
  const beside = all.filter(each => each.green?.kind === 'value' && ownResult(each) !== null);
  const near = beside.filter(({ input }) => input.shifted?.isNear);
  const broken = near.find(({ green, failing, repaired }) => areAlike(green, failing) && areUnlike(failing, repaired));
  if (broken) return reasons.neighbourBroken(shown(broken));
  const answered = near.filter(each => isChanged(each) && areAlike(each.repaired, ownResult(each)));
  const [first] = answered;
  if (first && answered.length >= fewestAnsweredAlike) return reasons.neighboursAnsweredAlike(shown(first));
  return near.some(each => isPutRight(each) && isOfOtherSize(each)) ? null : leftWrong(beside);
}

/** Whether a call of the failing tests themselves gives with the change what it gave before it was broken. */
function isRepaired({ input, green, failing, repaired }: Neighbour): boolean {
  return input.shifted === null && areUnlike(green, failing) && areAlike(green, repaired);
}

/** To what it never was. */
function isChanged({ green, failing, repaired }: Neighbour): boolean {
  return areUnlike(green, failing) && areUnlike(failing, repaired) && areUnlike(green, repaired);
}

function isPutRight({ green, failing, repaired }: Neighbour): boolean {
  return areUnlike(green, failing) && areAlike(green, repaired);
}

function leftWrong(beside: readonly Neighbour[]): string | null {
  const wrong = beside.filter(
    ({ input, green, failing, repaired }) =>
      input.shifted?.isTelling && areUnlike(green, failing) && areAlike(failing, repaired),
  );
  const [first] = wrong;
  if (!first || wrong.length < fewestLeftWrong || !isAllAround(wrong)) return null;
  return reasons.neighboursLeftWrong(shown(first), wrong.length - 1);
}

/** What lies on one side only may be meant: the push drew a boundary, and the repair moves it by one. */
function isAllAround(wrong: readonly Neighbour[]): boolean {
  const sides = new Set(wrong.map(({ input }) => input.shifted?.side));
  return sides.has('larger') && sides.has('smaller');
}

/** A rule for just that length puts right what is as long. */
function isOfOtherSize({ input }: Neighbour): boolean {
  return input.shifted?.side !== 'neither';
}

function areAlike(one: Observed, other: Observed): boolean {
  return one !== null && other !== null && one.kind === other.kind && one.text === other.text;
}

/** False where either could not be told. */
function areUnlike(one: Observed, other: Observed): boolean {
  return one !== null && other !== null && !areAlike(one, other);
}

function shown({ input, green, repaired }: Neighbour): ShownNeighbour {
  return { call: input.call, green: words(green), repaired: words(repaired) };
}

function words(observed: Observed): string {
  if (observed === null) return 'nothing that could be told';
  return observed.kind === 'value' ? `gives ${observed.text}` : `ends with ${observed.text}`;
}
