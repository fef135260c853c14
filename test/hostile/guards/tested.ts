// Regression tests, and cases made of them, in few words.
import type { GuardCase } from '../../../src/measure/hostile/case.ts';

export interface Test {
  readonly project: string;
  readonly source: string;
}

/** A test of the dates with this body. */
export const dated = (...body: readonly string[]) => tested('dates', 'from days.months import days_in_month', body);
export const slugged = (...body: readonly string[]) => tested('slug', 'from pages.slug import slug', body);
export const mailed = (...body: readonly string[]) => tested('mail', 'from shop.mail import address', body);
export const basketed = (...body: readonly string[]) => tested('pricing', 'from pricing.basket import Basket', body);
export const cached = (...body: readonly string[]) => tested('cache', 'from store.recent import Recent', body);
export const parsed = (...body: readonly string[]) => tested('parser', 'from settings import parse', body);

function tested(project: string, top: string, body: readonly string[]): Test {
  return { project, source: `${top}\n\n\ndef test_it():\n${body.map(line => `    ${line}\n`).join('')}` };
}

/** With lines above the test. */
export const above = ({ project, source }: Test, top: string): Test => ({ project, source: `${top}\n${source}` });

/** A whole file, line by line. */
export const whole = (project: string, ...lines: readonly string[]): Test => ({
  project,
  source: `${lines.join('\n')}\n`,
});

export type Rows = readonly (readonly [name: string, test: Test])[];

export function casesOf(group: string, end: string, rows: Rows): GuardCase[] {
  return rows.map(([name, test]) => ({ name, class: group, end, ...test }));
}

/** A run refuses these. */
export function runsOf(group: string, end: string, rows: Rows): GuardCase[] {
  return casesOf(group, end, rows).map(one => ({ ...one, needsRun: true }));
}
