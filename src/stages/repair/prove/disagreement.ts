// Whether code and test only disagree since a push: then no repair is asked for, since a person has to decide.
import { filesImportedBy, isPackageEntry } from '../../../context/imported-files.ts';
import { readAll } from '../../../context/source-file.ts';
import { regularPaths } from '../../../context/tree-files.ts';
import type { Guarded } from '../../../incident/incident.ts';
import type { Reproduction } from '../../../incident/reproduction.ts';
import { languageOfJob } from '../../../languages/languages.ts';
import type { Ports, Tree } from '../../../ports.ts';
import { diffLines } from '../../../text/diff.ts';
import { failingTests, textsOf } from './test-material.ts';

/** Checked before the first attempt: no answer of the model could settle it. */
export async function maybeDisagreement(incident: Guarded, tree: Tree, ports: Ports): Promise<string | null> {
  const { lastGreen } = incident.evidence;
  const green = incident.attempts.length > 0 ? null : await maybeGreen(incident, ports);
  if (lastGreen === null || !green) return null;
  const { targets } = incident.reproduction;
  const tests = await failingTests(incident, tree);
  const { changedExpectation } = languageOfJob(incident.evidence).rules.repair;
  const diff = await green.diff(tree);
  const changed = await changedTexts(diff, green, tree);
  const imported = await importedByTests(incident, tests, tree);
  const ran = functionsRun(incident.reproduction);
  const known = { ...(imported ? { imported } : {}), ...(ran ? { ran } : {}) };
  return changedExpectation(targets, { sha: lastGreen, diff, tests, changed, ...known });
}

export async function maybeGreen({ evidence }: Guarded, { repository }: Ports): Promise<Tree | null> {
  return evidence.lastGreen === null ? null : await repository.tree(evidence.lastGreen);
}

/** A push that changes more files than this changes code. */
const mostChangedFiles = 60;

/** Both texts of the files that a diff changes; none of those that are new, gone or no text. */
async function changedTexts(diff: string, green: Tree, tree: Tree): Promise<Map<string, readonly [string, string]>> {
  const { added, removed } = diffLines(diff);
  const paths = [...new Set([...added, ...removed].map(({ path }) => path))].slice(0, mostChangedFiles);
  const [then, now] = await Promise.all([textsOf(paths, green), textsOf(paths, tree)]);
  return new Map(
    [...then].flatMap(([path, before]) => {
      const after = now.get(path);
      return after === undefined ? [] : [[path, [before, after] as const]];
    }),
  );
}

/** Tests that import more files than this may run any of them. */
const mostImported = 300;

/** Texts of the files that the failing tests and their support import, directly or not, by path; null where these are too many. */
async function importedByTests(
  { evidence }: Guarded,
  tests: ReadonlyMap<string, string>,
  tree: Tree,
): Promise<Map<string, string> | null> {
  const paths = new Set(regularPaths(await tree.entries()));
  const { source } = languageOfJob(evidence);
  const known = new Map<string, string>();
  let next = [...tests.keys()].flatMap(path => [path, ...source.supportFiles(path, paths)]);
  while (next.length > 0) {
    const files = await readAll(tree, next);
    for (const { path, text } of files) known.set(path, text);
    if (known.size > mostImported) return null;
    const found = await filesImportedBy(files, paths);
    const entries = [...paths].filter(path => isPackageEntry(path) && found.some(file => isAround(path, file)));
    next = [...new Set([...found, ...entries])].filter(path => !known.has(path));
  }
  return known;
}

/** A package runs before what is in it. */
function isAround(entry: string, file: string): boolean {
  return file.startsWith(entry.slice(0, entry.lastIndexOf('/') + 1));
}

/** As many as are kept: there may be more. */
const mostRun = 80;

/** Null where it is not known of all. */
function functionsRun({ executed }: Pick<Reproduction, 'executed'>): Map<string, Set<string>> | null {
  if (executed.length === 0 || executed.length >= mostRun) return null;
  const byFile = Map.groupBy(executed, ({ file }) => file);
  return new Map([...byFile].map(([file, own]) => [file, new Set(own.map(each => each.function))]));
}
