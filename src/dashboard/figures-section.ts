// The last 30 days in figures: success rate, time to repair, cost per fix and stops, as plots with their numbers in a table.
import { html } from 'hono/html';
import type { DayCount, Figures } from '../incident/figures.ts';
import { type StopCode, stops } from '../incident/stop.ts';
import { operatorAdvice } from './own-mistakes.ts';
import { dollars, duration, type Page, table } from './page.ts';
import { bars } from './plot.ts';

/** How many days the figures cover, today included. */
export const daysShown = 30;

export function figuresSection({ counts, repairTimes }: Figures, today: Date): Page {
  if (counts.length === 0) return html``;
  const days = daysUntil(today).map(day => summaryOf(day, { counts, repairTimes }));
  const fixes = counted(counts, isFix);
  const needed = fixes + counted(counts, count => count.stop !== null && neededAFix(count.stop));
  const spent = counts.reduce((sum, count) => sum + count.dollars, 0);
  const repair = median(repairTimes.map(({ seconds }) => seconds));
  return html`<section class="figures" aria-label="The last ${daysShown} days">
${figure('Success rate', {
  value: needed === 0 ? '–' : `${Math.round((fixes / needed) * 100)}%`,
  note: `${fixes} of ${needed} that needed a fix`,
  plot: bars('Incidents a day', days.map(outcomes)),
})}
${figure('Time to repair', {
  value: repair === null ? '–' : duration(repair),
  note: 'median, waits included',
  plot: bars('Median time to repair by day', days.map(repairs)),
})}
${figure('Cost per fix', {
  value: fixes === 0 ? '–' : dollars(spent / fixes),
  note: `${dollars(spent)} in all`,
  plot: bars('Cost by day', days.map(costs)),
})}
${stopsFigure(counts)}
</section>
<details class="numbers"><summary>The last ${daysShown} days as a table</summary>
${table(
  ['Day', 'Opened', 'Fixed', 'Stopped', 'Time to repair', 'Cost'],
  days.filter(({ opened }) => opened > 0).map(row),
)}</details>`;
}

interface Day {
  readonly day: string;
  readonly opened: number;
  readonly fixed: number;
  readonly stopped: number;
  readonly seconds: number | null;
  readonly cost: number;
}

function summaryOf(day: string, { counts, repairTimes }: Figures): Day {
  const ofDay = counts.filter(count => count.day === day);
  return {
    day,
    opened: counted(ofDay, () => true),
    fixed: counted(ofDay, isFix),
    stopped: counted(ofDay, ({ stop }) => stop !== null),
    seconds: median(repairTimes.filter(repair => repair.day === day).map(({ seconds }) => seconds)),
    cost: ofDay.reduce((sum, count) => sum + count.dollars, 0),
  };
}

function outcomes({ day, opened, fixed, stopped }: Day) {
  const parts = [
    { value: fixed, tone: 'good' },
    { value: stopped, tone: 'other' },
    { value: opened - fixed - stopped, tone: 'wait' },
  ];
  return { label: `${day}: ${opened} opened, ${fixed} fixed, ${stopped} stopped`, parts };
}

function repairs({ day, seconds }: Day) {
  return {
    label: `${day}: ${seconds === null ? 'none' : duration(seconds)}`,
    parts: [{ value: seconds ?? 0, tone: 'sandbox' }],
  };
}

function costs({ day, cost }: Day) {
  return { label: `${day}: ${dollars(cost)}`, parts: [{ value: cost, tone: 'model' }] };
}

function row({ day, opened, fixed, stopped, seconds, cost }: Day): unknown[] {
  return [day, opened, fixed, stopped, seconds === null ? '–' : duration(seconds), dollars(cost)];
}

function figure(name: string, { value, note, plot }: { value: string; note: string; plot: Page }): Page {
  return html`<div class="figure"><h2>${name}</h2><p class="value">${value}</p><p class="soft">${note}</p>${plot}</div>\n`;
}

/** The most frequent reasons to stop, as links to their incidents. */
function stopsFigure(counts: readonly DayCount[]): Page {
  const byCode = countsBy(counts, ({ stop }) => stop);
  const most = [...byCode].sort(([, one], [, other]) => other - one).slice(0, 5);
  const highest = Math.max(...most.map(([, count]) => count));
  const item = ([code, count]: readonly [StopCode, number]) =>
    html`<li><a href="/incidents?stop=${code}">${stops[code].title}</a> <span class="number">${count}</span>
<meter class="${operatorAdvice({ code }) ? 'bad' : ''}" aria-label="${stops[code].title}" min="0" max="${highest}" value="${count}"></meter></li>\n`;
  const content = most.length === 0 ? html`<p class="soft">none</p>` : html`<ol class="bars">${most.map(item)}</ol>`;
  return html`<div class="figure"><h2>Stops</h2>${content}</div>`;
}

/** How many incidents there are by what `key` gives; those of null are left out. */
export function countsBy<Key extends string>(
  counts: readonly DayCount[],
  key: (count: DayCount) => Key | null,
): ReadonlyMap<Key, number> {
  const sums = new Map<Key, number>();
  for (const count of counts) {
    const name = key(count);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + count.count);
  }
  return sums;
}

function counted(counts: readonly DayCount[], holds: (count: DayCount) => boolean): number {
  return counts.filter(holds).reduce((sum, { count }) => sum + count, 0);
}

function isFix({ state }: DayCount): boolean {
  return state === 'published';
}

function neededAFix(code: StopCode): boolean {
  return stops[code].needsPerson || operatorAdvice({ code }) !== null;
}

/** The days shown, oldest first. */
function daysUntil(today: Date): readonly string[] {
  const day = (ago: number) => new Date(today.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
  return Array.from({ length: daysShown }, (_, index) => day(daysShown - 1 - index));
}

function median(values: readonly number[]): number | null {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? null;
}
