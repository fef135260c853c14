// What a play came to, as a table for a terminal.
import { isWell, type Played, type PlayedRound } from './play.ts';

export interface Totals {
  readonly kills: number;
  readonly lives: number;
  readonly lost: number;
  readonly doubled: number;
  /** Ends that were otherwise. */
  readonly changed: number;
  /** What went backwards while it was watched. */
  readonly backwards: number;
  readonly left: number;
  readonly transients: number;
  readonly seconds: number;
}

export function totalsOf({ rounds }: Played): Totals {
  const sum = (count: (round: PlayedRound) => number) => rounds.reduce((total, round) => total + count(round), 0);
  const differing = (kind: string) => sum(round => round.differences.filter(each => each.kind === kind).length);
  return {
    kills: sum(round => round.kills),
    lives: sum(round => round.lives),
    lost: differing('lost'),
    doubled: differing('doubled'),
    changed: differing('changed'),
    backwards: sum(round => round.complaints.length),
    left: sum(round => round.left.length),
    transients: sum(round => round.transients),
    seconds: sum(round => round.seconds),
  };
}

export function roundText(round: PlayedRound, number: number): string {
  const head = `round ${number}: ${round.kills} kills, ${round.lives} lives, ${round.seconds.toFixed(0)} s`;
  const ends = Object.entries(round.endings).map(([name, ending]) => `${name} ${ending['end']?.join(' ')}`);
  const wrong = [
    ...round.differences.map(({ kind, sentence }) => `${kind.toUpperCase()} ${sentence}`),
    ...round.complaints.map(sentence => `BACKWARDS ${sentence}`),
    ...round.left.map(name => `LEFT ${name}`),
    ...(round.directory ? [`kept in ${round.directory}`] : []),
  ];
  return [`${head}: ${ends.join(', ')}`, ...wrong.map(line => `  ${line}`)].join('\n');
}

export function tableText(played: Played): string {
  const totals = totalsOf(played);
  const deaths = [...played.deaths].toSorted(([a], [b]) => a.localeCompare(b));
  const width = Math.max(...deaths.map(([moment]) => moment.length), 0);
  const well = played.rounds.filter(isWell).length;
  return [
    'deaths by moment',
    ...deaths.map(([moment, count]) => `  ${moment.padEnd(width)}  ${String(count).padStart(3)}`),
    '',
    `kills      ${totals.kills} at ${deaths.length} kinds of moments, in ${totals.lives} lives`,
    `rounds     ${well} of ${played.rounds.length} ended as without a kill`,
    `lost       ${totals.lost}`,
    `doubled    ${totals.doubled}`,
    `changed    ${totals.changed}`,
    `backwards  ${totals.backwards}`,
    `left       ${totals.left}`,
    `transients ${totals.transients}`,
    `time       ${(totals.seconds / 60).toFixed(1)} min`,
  ].join('\n');
}
