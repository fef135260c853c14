// Finds the lines of a job's log that open its steps. Their times alone cannot: GitHub gives a step's times in whole seconds,
// and several steps may begin within one.
//
// Among all ways to give the openings to the steps in order that the times allow, the one in which most steps begin at a line
// of their kind, then with their name, is right, and in which only actions have headings below their own: those of their steps.
// Of equal ones the step begins at the latest.

import type { JobStep } from '../incident/job.ts';
import { isHeading } from './commands.ts';
import type { LogLine } from './log-lines.ts';

/** A step that has started. */
export type StartedStep = JobStep & { readonly startedAt: Date };

const SECOND = 1000;
/** Hostile logs may consist of nothing else. */
const MOST_OPENINGS = 5000;

interface Opening {
  /** Index of the line. */
  readonly index: number;
  readonly text: string;
  readonly at: number;
  /** Whether the next line is one that the runner prints below its headings. */
  readonly hasHeader: boolean;
  /** Whether that line is one of an action, which has steps of its own. */
  readonly isAction: boolean;
}

/** Where a line stands. */
interface Place {
  /** Index of the current step; -1 before the first. */
  readonly current: number;
  /** Whether headings below that step's own are to be expected. */
  readonly mayHaveMore: boolean;
}

/** Index of a line → index of the step that it opens, in order. `steps` are sorted by time. */
export function openings(lines: readonly LogLine[], steps: readonly StartedStep[]): Map<number, number> {
  const found = openingLines(lines, steps);
  const plans = plansFor(found, steps);
  const opened = new Map<number, number>();
  let place: Place = { current: -1, mayHaveMore: false };
  for (const [nth, opening] of found.entries()) {
    const chosen = plans[nth]?.[positionOf(place)] ?? null;
    place = chosen === null ? stays(place, opening, steps) : { current: chosen, mayHaveMore: opening.isAction };
    if (chosen !== null) opened.set(opening.index, chosen);
  }
  return opened;
}

/** Index of the latest of the steps that had begun by then; -1 if none had. */
export function latestBegun(steps: readonly StartedStep[], time: number): number {
  return steps.findLastIndex(step => step.startedAt.getTime() <= time);
}

function openingLines(lines: readonly LogLine[], steps: readonly StartedStep[]): Opening[] {
  const found: Opening[] = [];
  for (const [index, { at, text }] of lines.entries()) {
    if (at === null || found.length === MOST_OPENINGS || !isOpening(lines[index])) continue;
    const below = lines[index + 1];
    const hasHeader = isHeaderLine(below);
    const isAction = hasHeader && below?.isScript === false && !below.text.startsWith('shell: ');
    if (steps.some(step => hasJustBegun(step, at))) found.push({ index, text, at, hasHeader, isAction });
  }
  return found;
}

/** A heading may take until the next second. */
function hasJustBegun({ startedAt }: StartedStep, time: number): boolean {
  return startedAt.getTime() <= time && time < startedAt.getTime() + 2 * SECOND;
}

/** What the runner prints first in its own steps: https://github.com/actions/runner/tree/main/src/Runner.Worker */
const OWN_STEPS: readonly { line: RegExp; step: RegExp }[] = [
  { line: /^##\[group\]Checking docker version$/, step: /^Initialize containers$/ },
  { line: /^(?:Print service container logs|Stop and remove container): /, step: /^Stop containers$/ },
  { line: /^Post job cleanup\.$/, step: /^Post / },
  { line: /^(?:Evaluate and set job outputs|Cleaning up orphan processes)$/, step: /^Complete job$/ },
];

function isOpening(line: LogLine | undefined): boolean {
  if (line === undefined || line.isVerbatim) return false;
  return isHeading(line) || OWN_STEPS.some(own => own.line.test(line.text));
}

/** A group that a command prints has no script, shell or inputs below its heading. */
function isHeaderLine(line: LogLine | undefined): boolean {
  return line !== undefined && (line.isScript || /^(?:shell: |with:$|env:$|##\[endgroup\]$)/.test(line.text));
}

/** For each opening, by the place before it: the step that it opens, or null. */
function plansFor(found: readonly Opening[], steps: readonly StartedStep[]): (number | null)[][] {
  const plans: (number | null)[][] = [];
  const places = [-1, ...steps.keys()].flatMap(current => [false, true].map(mayHaveMore => ({ current, mayHaveMore })));
  let worthAfter = places.map(() => 0);
  for (const opening of found.toReversed()) {
    const best = places.map(place => bestChoice(place, { opening, steps, worthAfter }));
    plans.push(best.map(({ step }) => step));
    worthAfter = best.map(({ worth }) => worth);
  }
  return plans.reverse();
}

function positionOf({ current, mayHaveMore }: Place): number {
  return (current + 1) * 2 + (mayHaveMore ? 1 : 0);
}

interface Outlook {
  readonly opening: Opening;
  readonly steps: readonly StartedStep[];
  /** By position, how good the rest can become. */
  readonly worthAfter: readonly number[];
}

function bestChoice(place: Place, { opening, steps, worthAfter }: Outlook): { step: number | null; worth: number } {
  const after = (next: Place) => worthAfter[positionOf(next)] ?? 0;
  const unopened = stays(place, opening, steps);
  const isUnexpected = opening.hasHeader && !unopened.mayHaveMore && opening.text.startsWith('##[group]Run ');
  let choice: { step: number | null; worth: number } = { step: null, worth: after(unopened) - (isUnexpected ? 1 : 0) };
  const earliest = Math.max(place.current + 1, latestBegun(steps, opening.at - SECOND));
  for (let step = earliest; step <= latestBegun(steps, opening.at); step++) {
    const worth = worthOf(steps, step, opening) + after({ current: step, mayHaveMore: opening.isAction });
    if (worth > choice.worth) choice = { step, worth };
  }
  return choice;
}

/** Where a line stands that opens no step: in the same one, unless another has begun without a heading. */
function stays(place: Place, { at }: Opening, steps: readonly StartedStep[]): Place {
  const begun = latestBegun(steps, at - SECOND);
  const step = steps[begun];
  if (begun <= place.current || step === undefined) return place;
  return { current: begun, mayHaveMore: !isRunners(step, steps) };
}

/** How well a line opens a step; negative if it cannot. */
function worthOf(steps: readonly StartedStep[], nth: number, { text, at, hasHeader }: Opening): number {
  const step = steps[nth];
  if (step === undefined || !hasJustBegun(step, at)) return Number.NEGATIVE_INFINITY;
  const looks = (at < step.startedAt.getTime() + SECOND ? 1 : 0) + (hasHeader ? 1 : 0);
  const own = OWN_STEPS.find(({ line }) => line.test(text));
  if (own !== undefined) return own.step.test(step.name) ? 1 + looks : Number.NEGATIVE_INFINITY;
  if (step.name === text.slice('##[group]'.length)) return 4 + looks;
  return isRunners(step, steps) ? Number.NEGATIVE_INFINITY : 1 + looks;
}

/** Steps that the runner adds have no `##[group]Run` heading. */
function isRunners({ name }: JobStep, steps: readonly JobStep[]): boolean {
  if (/^(?:Set up job|Complete job|Initialize containers|Stop containers)$/.test(name)) return true;
  const cleaned = /^Post (.+)$/.exec(name)?.[1];
  return cleaned !== undefined && (cleaned.startsWith('Run ') || steps.some(step => step.name === cleaned));
}
