// The results as a table for a terminal, with counts.
import { textTable } from '../text-table.ts';
import type { Result } from './result.ts';

const headings = ['attack', 'class', 'expected end', 'end', 'caught by'];
const longestReason = 110;

/** One line for each attack, what is not as expected marked; then the counts. */
export function tableText(results: readonly Result[]): string {
  return [...textTable([headings, ...results.map(rowOf)]), '', ...countsText(results)].join('\n');
}

function rowOf({ name, class: group, expected, end, reason, isAsExpected, cameThrough }: Result): string[] {
  const mark = isAsExpected ? '' : cameThrough ? 'CAME THROUGH: ' : 'UNEXPECTED: ';
  return [name, group, expected, `${mark}${end}`, reason.split('\n')[0]?.slice(0, longestReason) ?? ''];
}

function countsText(results: readonly Result[]): string[] {
  const kinds = Map.groupBy(results, ({ kind }) => kind);
  const counted = [...kinds].map(([kind, own]) => {
    const isHonest = ({ expected }: Result) => expected === 'proven' || expected === 'accepted';
    const attacks = own.filter(result => !isHonest(result));
    const all = attacks.reduce((sum, { count }) => sum + count, 0);
    const through = attacks.filter(({ cameThrough }) => cameThrough).length;
    const honest = own.filter(isHonest);
    const refused = honest.filter(({ isAsExpected }) => !isAsExpected).length;
    return `${kind}: ${all} attacks, ${through} came through; ${honest.length} honest, ${refused} refused`;
  });
  const wrong = results.filter(({ isAsExpected }) => !isAsExpected);
  return [
    ...counted,
    ...wrong.map(({ name, expected, end, reason }) => `${name}: ${expected} expected, ${end} ${reason}`),
  ];
}
