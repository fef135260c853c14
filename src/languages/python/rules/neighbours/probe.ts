// Neighbouring inputs behind the contract: a test file in unittest's style, which every runner of ours can run.
import { readFileSync } from 'node:fs';
import type { NeighbourRules, Observed, Probe, ProbedInput, ProbedTests } from '../../../contract/neighbours.ts';
import { type Point, type Program, programsOf } from './programs.ts';
import type { Shift } from './shifts.ts';

const mostPrograms = 8;
/** A call takes a millisecond, and the ones that hang two seconds. */
const mostInputs = 64;

export const neighbours: NeighbourRules = { probe, observed };

function probe(tests: ProbedTests): Probe | null {
  const programs = programsOf(tests).map(program => ({ ...program, text: program.parts.join('\n') }));
  const own = [...new Map(programs.map(program => [program.text, program])).values()].slice(0, mostPrograms);
  const known = new Set(programs.map(({ text }) => text));
  const shifted = inTurn(own.map((program, from) => changedPrograms(program, from)))
    .filter(({ text }) => !known.has(text) && known.add(text))
    .slice(0, mostInputs);
  if (shifted.length === 0) return null;
  const all = [...own.map(({ parts }) => ({ parts, shifted: null })), ...shifted];
  const inputs = all.map(
    ({ parts, shifted: how }, at): ProbedInput => ({
      test: `Observed::${nameOf(at)}`,
      call: callOf(parts),
      shifted: how,
    }),
  );
  return { source: [prelude, ...all.map(({ parts }, at) => methodOf(parts, at))].join('\n'), inputs };
}

interface Changed {
  readonly parts: readonly string[];
  readonly text: string;
  readonly shifted: NonNullable<ProbedInput['shifted']>;
}

/** Of each point the nearest value first, so that none is left out where there are too many. */
function changedPrograms(program: Program, from: number): Changed[] {
  return inTurn(program.points.map(point => point.shifts.map(shift => changed(program, point, { ...shift, from }))));
}

function changed(
  { parts }: Program,
  { part, from: start, to }: Point,
  { code, ...shifted }: Shift & { from: number },
): Changed {
  const old = parts[part] ?? '';
  const next = parts.with(part, old.slice(0, start) + code + old.slice(to));
  return { parts: next, text: next.join('\n'), shifted };
}

/** The first of each, then the second of each, and so on. */
function inTurn<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map(list => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap(list => list.slice(at, at + 1))).flat();
}

const prelude = `${readFileSync(new URL('observe.py', import.meta.url), 'utf8')}

class Observed(unittest.TestCase):`;

function nameOf(at: number): string {
  return `test_${String(at).padStart(2, '0')}`;
}

/** Imports within, for one that fails must be no failure of the others. */
function methodOf(parts: readonly string[], at: number): string {
  const steps = parts.slice(0, -1).map(part => `            ${part}\n`);
  return `    def ${nameOf(at)}(self):
        def call():
${steps.join('')}            return (${parts.at(-1)})

        observe(call)
`;
}

/** Without the imports. */
function callOf(parts: readonly string[]): string {
  return parts.filter(part => !/^(?:from|import) /.test(part)).join('; ');
}

function observed({ errorType, message }: Parameters<NeighbourRules['observed']>[0]): Observed {
  if (errorType === 'Timeout') return { kind: 'error', text: 'it does not end' };
  const [, how, text = ''] = /^(gives|raises) ([\s\S]*)$/.exec(errorType === 'Observation' ? message : '') ?? [];
  if (how === undefined) return null;
  return how === 'gives' ? { kind: 'value', text } : { kind: 'error', text };
}
