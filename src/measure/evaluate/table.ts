// The results as a table for a terminal, with totals.
import { median } from '../median.ts';
import { textTable } from '../text-table.ts';
import { type Result, requestsOfIncident, tokensOfIncident } from './result.ts';

export interface Totals {
  readonly cases: number;
  /** All cases but the invalid ones. The counts below are of these. */
  readonly valid: number;
  readonly verified: number;
  readonly reproduced: number;
  readonly fileShown: number;
  readonly functionShown: number;
  readonly broken: number;
  /** Medians over the cases with questions or times; null when there are none. Tokens are characters / 4. */
  readonly medianTokens: Readonly<Record<string, number | null>>;
  readonly medianMs: {
    readonly line: number | null;
    readonly sandbox: number | null;
    readonly rest: number | null;
    readonly ci: number | null;
  };
}

export function totalsOf(results: readonly Result[]): Totals {
  const valid = results.filter(({ verdict }) => verdict !== 'invalid');
  const timed = valid.filter(({ times }) => times.line > 0);
  const questions = [...new Set(valid.flatMap(({ tokens }) => Object.keys(tokens)))];
  const perQuestion = questions.map(name => [name, median(valid.flatMap(({ tokens }) => tokens[name] ?? []))]);
  return {
    cases: results.length,
    valid: valid.length,
    verified: valid.filter(({ verdict }) => verdict === 'verified').length,
    reproduced: valid.filter(({ reproduced }) => reproduced).length,
    fileShown: valid.filter(({ fileShown }) => fileShown).length,
    functionShown: valid.filter(({ functionShown }) => functionShown).length,
    broken: valid.filter(({ verdict }) => verdict === 'broken').length,
    medianTokens: {
      ...Object.fromEntries(perQuestion),
      incident: median(valid.map(tokensOfIncident).filter(tokens => tokens > 0)),
    },
    medianMs: {
      line: median(timed.map(({ times }) => times.line)),
      sandbox: median(timed.map(({ times }) => times.sandbox)),
      rest: median(timed.map(({ times }) => times.line - times.sandbox)),
      ci: median(timed.map(({ times }) => times.ci)),
    },
  };
}

const headings = [
  'case',
  'end',
  'reproduced',
  'file',
  'function',
  'requests',
  'tokens',
  'line s',
  'sandbox s',
  'CI s',
  'PR CI',
];

/** One line for each case, then the totals, then why the others were missed. */
export function tableText(results: readonly Result[]): string {
  const table = textTable([headings, ...results.map(rowOf)]);
  return [...table, '', totalsText(totalsOf(results)), ...results.flatMap(whyText)].join('\n');
}

function rowOf({
  name,
  verdict,
  end,
  reproduced,
  fileShown,
  functionShown,
  tokens,
  times,
  ...result
}: Result): string[] {
  if (verdict === 'invalid' || verdict === 'broken') return [name, verdict];
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return [
    name,
    end ?? '',
    yesOrNo(reproduced),
    yesOrNo(fileShown),
    yesOrNo(functionShown),
    String(requestsOfIncident({ tokens })),
    String(tokensOfIncident({ tokens })),
    seconds(times.line),
    seconds(times.sandbox),
    seconds(times.ci),
    result.proposalRun ?? '',
  ];
}

function yesOrNo(answer: boolean | null): string {
  if (answer === null) return '-';
  return answer ? 'yes' : 'NO';
}

function totalsText(totals: Totals): string {
  const { valid, medianTokens, medianMs } = totals;
  const of = (count: number) => `${count} of ${valid}`;
  const seconds = (ms: number | null) => (ms === null ? '-' : `${(ms / 1000).toFixed(1)} s`);
  return [
    `verified pull requests   ${of(totals.verified)}${totals.cases > valid ? ` (${totals.cases - valid} invalid)` : ''}`,
    `failure reproduced       ${of(totals.reproduced)}`,
    `fixed file in prompt     ${of(totals.fileShown)}`,
    `fixed function in prompt ${of(totals.functionShown)}`,
    `median tokens            ${Object.entries(medianTokens)
      .map(([name, tokens]) => `${name} ${tokens ?? '-'}`)
      .join(', ')}`,
    `median time, no model    line ${seconds(medianMs.line)} (sandbox ${seconds(medianMs.sandbox)}, rest ${seconds(medianMs.rest)}), CI before it ${seconds(medianMs.ci)}`,
  ].join('\n');
}

function whyText({ name, verdict, why }: Result): string[] {
  if (verdict === 'verified') return [];
  return ['', `${name}: ${verdict}`, ...why.split('\n').map(line => `  ${line.slice(0, 400)}`)];
}
