// The figures as a table for a terminal.
import { textTable } from '../text-table.ts';
import type { Figure } from './figure.ts';

const headings = ['what', 'figure', 'target', ''];

/** One line for each figure; what has a target says whether it was met. */
export function tableText(figures: readonly Figure[]): string {
  return textTable([
    headings,
    ...figures.map(({ what, figure, target, met }) => [what, figure, target, verdict(met, target)]),
  ]).join('\n');
}

function verdict(met: boolean | null, target: string): string {
  if (target === '') return '';
  if (met === null) return 'NOT MEASURED';
  return met ? 'met' : 'MISSED';
}
