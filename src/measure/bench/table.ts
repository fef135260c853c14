// The figures as a table for a terminal.
import type { Figure } from './figure.ts';

const headings = ['what', 'figure', 'target', ''];

/** One line for each figure; what has a target says whether it was met. */
export function tableText(figures: readonly Figure[]): string {
  const rows = [
    headings,
    ...figures.map(({ what, figure, target, met }) => [what, figure, target, verdict(met, target)]),
  ];
  const widths = headings.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map(line => line.trimEnd())
    .join('\n');
}

function verdict(met: boolean | null, target: string): string {
  if (target === '') return '';
  if (met === null) return 'NOT MEASURED';
  return met ? 'met' : 'MISSED';
}
