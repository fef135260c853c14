// Finds a workflow's job by the name that GitHub shows, and its matrix combination: the log does not show it, and the steps
// refer to it.
import { isDeepStrictEqual } from 'node:util';
import { literalsIn, placeholdersIn, valuesShown } from './expressions/placeholders.ts';
import { interpolatedWhereKnown } from './expressions.ts';
import { type Combination, type MatrixEntry, matrixEntries } from './matrix.ts';

/** From the workflow file; `matrix` as written there. */
export interface JobDefinition {
  readonly key: string;
  readonly name: string | null;
  readonly matrix: unknown;
}

export interface NamedJob {
  readonly key: string;
  /** Without the values that only a running workflow knows and that the name does not tell. */
  readonly combination: Combination;
  /** Number of characters that the name had to agree with; the largest if the name could only be this one. */
  readonly specificity: number;
}

/** The job of this name; null if there is none. A name that is one expression fits every job, so the most specific one wins. */
export function jobOfName(jobs: readonly JobDefinition[], jobName: string): NamedJob | null {
  const found = jobs.flatMap(job => matchesOf(job, jobName.trim()));
  const best = found.toSorted((a, b) => b.specificity - a.specificity)[0];
  if (best === undefined) return null;
  const alike = found.filter(({ key, specificity }) => key === best.key && specificity === best.specificity);
  return { ...best, combination: common(alike.map(({ combination }) => combination)) };
}

/** Several jobs of a matrix may bear one name. */
function common([first = {}, ...others]: readonly Combination[]): Combination {
  const isCommon = ([axis, value]: [string, unknown]) => others.every(other => isDeepStrictEqual(other[axis], value));
  return Object.fromEntries(Object.entries(first).filter(isCommon));
}

function matchesOf(job: JobDefinition, jobName: string): NamedJob[] {
  const entries = matrixEntries(job.matrix);
  return entries.flatMap(entry =>
    namesOf(job, entry, entries).flatMap(text => {
      const shown = shownValues(text, jobName);
      if (shown === null) return [];
      return { key: job.key, combination: { ...known(entry.values), ...shown }, specificity: specificityOf(text) };
    }),
  );
}

/** What GitHub may call the job of this entry, with an expression for what only a running workflow knows. */
function namesOf({ key, name, matrix }: JobDefinition, entry: MatrixEntry, entries: readonly MatrixEntry[]): string[] {
  const isOpen = hasUnknownEntries(matrix);
  const filled = name?.includes('${{') ? interpolatedWhereKnown(name, { matrix: filling(entry, entries, isOpen) }) : '';
  if (filled.trim() !== '') return [shortened(filled.trim())];
  const plain = name === null || name.includes('${{') ? key : name.trim();
  const values = Object.entries(entry.named).flatMap(([axis, value]) => segments(axis, value));
  const own = shortened(values.length > 0 ? `${plain} (${values.join(', ')})` : plain);
  return isOpen ? [own, `${plain} (\${{ matrix }})`] : [own];
}

/** A key that only other entries have is empty in this one. */
function filling({ values }: MatrixEntry, entries: readonly MatrixEntry[], isOpen: boolean): Combination {
  if (isOpen) return known(values);
  const empty = Object.fromEntries(entries.flatMap(entry => Object.keys(entry.values)).map(key => [key, '']));
  return Object.fromEntries(Object.entries({ ...empty, ...values }).filter(([, value]) => isKnown(value)));
}

/** Entries that an expression makes. */
function hasUnknownEntries(matrix: unknown): boolean {
  if (typeof matrix === 'string') return true;
  return typeof matrix === 'object' && matrix !== null && 'include' in matrix && typeof matrix.include === 'string';
}

function known(values: Combination): Combination {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isKnown(value)));
}

function isKnown(value: unknown): boolean {
  return !JSON.stringify(value ?? null).includes('${{');
}

/** Scalars, also of lists and records, but no empty ones. */
function segments(axis: string, value: unknown): string[] {
  if (!isKnown(value)) return [`\${{ matrix.${axis} }}`];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(one => segments(axis, one));
  return value === null || value === undefined || value === '' ? [] : [String(value)];
}

/** https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/Conversion/JobNameBuilder.cs */
const LONGEST_NAME = 100;

function shortened(name: string): string {
  return name.length <= LONGEST_NAME || name.includes('${{') ? name : `${name.slice(0, LONGEST_NAME - 3)}...`;
}

function specificityOf(text: string): number {
  const literals = literalsIn(text).join('');
  return literals === text ? Number.MAX_SAFE_INTEGER : literals.length;
}

/** The values of `${{ matrix.x }}` that the name shows; null if the name is another. */
function shownValues(text: string, jobName: string): Combination | null {
  const values = valuesShown(text, jobName);
  if (values === null) return null;
  const shown = placeholdersIn(text.trim()).flatMap(({ expression }, nth) => {
    const axis = /^\s*matrix\.([\w-]{1,200})\s*$/.exec(expression)?.[1];
    return axis === undefined ? [] : [[axis, values[nth]]];
  });
  return Object.fromEntries(shown);
}
