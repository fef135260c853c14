// Derives a job's matrix combination from its name: the log does not show it, and the steps refer to it.
import { interpolatedWhereKnown, wildcardPattern } from './expressions.ts';
import { type Combination, combinations } from './matrix.ts';

/** A job's name and matrix, from the workflow file. */
export interface JobDefinition {
  readonly key: string;
  readonly name: string | null;
  readonly matrix: Readonly<Record<string, unknown>>;
}

/** The combination for which GitHub gives the job this name; null if there is none. Empty for a job without a matrix. */
export function combinationOfJob(job: JobDefinition, jobName: string): Combination | null {
  const found = combinations(job.matrix).find(combination => hasName(job, combination, jobName));
  return found ?? combinationFromSuffix(job, jobName);
}

/** `name:` with its expressions evaluated; without expressions, the name or key followed by the values in parentheses. */
function hasName({ key, name }: JobDefinition, combination: Combination, jobName: string): boolean {
  const filled = name === null ? null : interpolatedWhereKnown(name, { matrix: combination });
  if (filled !== null && filled !== name) return wildcardPattern(filled).test(jobName);
  const values = Object.values(combination).filter(isScalar).map(String);
  if (values.some(value => value.includes('${{'))) return false;
  const suffix = values.length > 0 ? ` (${values.join(', ')})` : '';
  return wildcardPattern((name ?? key) + suffix).test(jobName);
}

/** For a matrix whose values are expressions: its keys, paired in order with the values in the name's suffix. */
function combinationFromSuffix({ key, name, matrix }: JobDefinition, jobName: string): Combination | null {
  if (!wildcardPattern(name ?? key).test(jobName.replace(/ \([^()]*\)$/, ''))) return null;
  const values = / \(([^()]*)\)$/.exec(jobName)?.[1]?.split(', ') ?? [];
  const keys = Object.keys(matrix).filter(axis => axis !== 'include' && axis !== 'exclude');
  return Object.fromEntries(keys.flatMap((axis, at) => (values[at] === undefined ? [] : [[axis, values[at]]])));
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
