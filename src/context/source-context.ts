// What the model is shown before it writes a test or a repair: the failure, and the code that it is about.

import type { Reproduced } from '../incident/incident.ts';
import type { Repository, Tree } from '../ports.ts';
import { quoted } from '../text/quoted.ts';
import { firstLines } from '../text/truncation.ts';
import { reproducedPlaces } from './clues.ts';
import type { Shown } from './excerpt.ts';
import { failureText } from './failure-text.ts';
import { packFor } from './pack.ts';
import type { Budget } from './selection.ts';
import { regularPaths } from './tree-files.ts';

/** Tokens of code for each purpose. Published packs that work have 12,000 to 20,000 in all (TECHNIQUES: Localisation). */
const budgets = {
  'to pin down': { tests: 2_000, source: 2_500 },
  'to repair': { tests: 2_500, source: 10_500 },
  /** When the obvious places were wrong. */
  'to look elsewhere': { tests: 2_500, source: 14_000 },
} satisfies Record<string, Budget>;

const longestDiff = 6_000;

/** The part of a prompt that tells of the incident and its code; bounded, and says what was left out. */
export async function sourceContext(
  incident: Reproduced,
  tree: Tree,
  { purpose, repository }: { purpose: keyof typeof budgets; repository: Pick<Repository, 'tree'> },
): Promise<string> {
  const { lastGreen } = incident.evidence;
  const paths = regularPaths(await tree.entries());
  const about = {
    failures: incident.reproduction.targets,
    places: reproducedPlaces(incident, paths),
    tree,
    paths,
    green: lastGreen === null ? null : await repository.tree(lastGreen),
  };
  const pack = await packFor(about, budgets[purpose]);
  return [
    failureText(incident),
    ...pack.tests.map(file => fileText('Test', file)),
    ...diffText(pack.diff),
    ...pack.source.map(file => fileText('Source', file)),
    ...(pack.leftOut.length > 0 ? [quoted('Left out for length', pack.leftOut.join('\n'))] : []),
  ].join('\n\n');
}

/** What changed since CI was last green, for a prompt; nothing when that is not known. */
export function diffText(diff: string): string[] {
  if (diff === '') return [];
  return [quoted('# What changed since the last green run of this workflow', firstLines(diff, longestDiff))];
}

function fileText(kind: 'Test' | 'Source', { path, whole, passages, outline }: Shown): string {
  return [
    quoted(`# ${kind} (${whole ? 'whole' : 'parts'}). Its path`, path),
    ...passages.map(({ from, to, text }) => quoted(whole ? 'Its text' : `Lines ${from} to ${to}`, text)),
    ...(outline ? [quoted('Outline', outline)] : []),
  ].join('\n');
}
