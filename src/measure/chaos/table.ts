// The result of a chaos run as a table for a terminal.
import { type ChaosResult, type CheckedRound, passed } from './run-chaos.ts';

export function roundText(round: CheckedRound, number: number): string {
  const head = `round ${number}: ${round.kills} kills, ${round.starts} starts, ${round.seconds.toFixed(0)} s`;
  const results = Object.entries(round.outcomes).map(([name, outcome]) => `${name}: ${outcome['result']?.join(' ')}`);
  const problems = [
    ...round.differences.map(({ kind, sentence }) => `${kind.toUpperCase()} ${sentence}`),
    ...round.violations.map(sentence => `INVARIANT VIOLATED ${sentence}`),
    ...round.leaks.map(name => `LEAKED ${name}`),
    ...(round.directory ? [`files kept in ${round.directory}`] : []),
  ];
  return [`${head}; ${results.join(', ')}`, ...problems.map(line => `  ${line}`)].join('\n');
}

export function tableText({ rounds, killsByFailpoint }: ChaosResult): string {
  const sum = (count: (round: CheckedRound) => number) => rounds.reduce((total, round) => total + count(round), 0);
  const differing = (kind: string) => sum(round => round.differences.filter(each => each.kind === kind).length);
  const failpoints = [...killsByFailpoint].toSorted(([a], [b]) => a.localeCompare(b));
  const width = Math.max(...failpoints.map(([failpoint]) => failpoint.length), 0);
  return [
    'kills by failpoint',
    ...failpoints.map(([failpoint, count]) => `  ${failpoint.padEnd(width)}  ${String(count).padStart(3)}`),
    '',
    `kills                ${sum(round => round.kills)} at ${failpoints.length} failpoints, in ${sum(round => round.starts)} processes`,
    `rounds as expected   ${rounds.filter(passed).length} of ${rounds.length}`,
    `lost                 ${differing('lost')}`,
    `duplicated           ${differing('duplicated')}`,
    `changed              ${differing('changed')}`,
    `invariant violations ${sum(round => round.violations.length)}`,
    `leaks                ${sum(round => round.leaks.length)}`,
    `transient errors     ${sum(round => round.transients)}`,
    `time                 ${(sum(round => round.seconds) / 60).toFixed(1)} min`,
  ].join('\n');
}
