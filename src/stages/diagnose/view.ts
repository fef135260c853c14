// Reads the source that a diagnosis needs from the failing commit: failing tests, and the code that they and the traces reference.

import type { Shown } from '../../context/excerpt.ts';
import { filesImportedBy, isPackageEntry } from '../../context/imported-files.ts';
import { packFor } from '../../context/pack.ts';
import { readAll } from '../../context/source-file.ts';
import { regularPaths } from '../../context/tree-files.ts';
import type { Evidence, Failure } from '../../incident/evidence.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import type { Tree } from '../../ports.ts';
import { firstCharacters } from '../../text/truncation.ts';
import type { Source } from './question.ts';
import { pathInTree } from './tree-paths.ts';

/** The part of the commit that the model is shown. */
export interface View {
  readonly paths: ReadonlySet<string>;
  /** Files that the failing tests import, directly or by way of a package's entry file. */
  readonly imported: ReadonlySet<string>;
  readonly sources: readonly Source[];
  /** Unified diff from the last green commit; empty if unknown. */
  readonly diff: string;
}

/** Tokens. Here the log matters more than the code; later stages read more of it. */
const budget = { tests: 1_200, source: 2_500 };
/** Distinct failures to show: fifty of one kind add nothing. */
const mostFailures = 4;

/** `green`: the tree of the last green commit. */
export async function viewOf(tree: Tree, evidence: Evidence, green: Tree | null): Promise<View> {
  const paths = regularPaths(await tree.entries());
  const failures = differing(evidence.failures).map(failure => ({
    ...failure,
    frames: failure.frames.map(frame => ({ ...frame, file: pathInTree(frame.file, paths) ?? frame.file })),
  }));
  const pack = await packFor({ failures, places: [], tree, paths, green }, budget);
  const sources = [...pack.source, ...pack.tests].map(sourceOf);
  return { paths, imported: await importedBy(evidence.failures, paths, tree), sources, diff: pack.diff };
}

function differing(failures: readonly Failure[]): Failure[] {
  const kinds = Map.groupBy(failures, ({ errorType, file, line }) => `${errorType} ${file} ${line}`);
  return [...kinds.values()].flatMap(([first]) => first ?? []).slice(0, mostFailures);
}

async function importedBy(failures: readonly Failure[], paths: ReadonlySet<string>, tree: Tree): Promise<Set<string>> {
  const tests = await readAll(
    tree,
    failures.flatMap(failure => pathInTree(fileOfTest(failure.testId), paths) ?? []).slice(0, 5),
  );
  const direct = await filesImportedBy(tests, paths);
  const packages = await readAll(tree, direct.filter(isPackageEntry).slice(0, 5));
  return new Set([...direct, ...(await filesImportedBy(packages, paths))]);
}

/** With line numbers, because the answer must name one. */
function sourceOf({ path, passages, outline }: Shown): Source {
  const shown = passages.map(part => numbered(part.text, part.from)).join('\n      …\n');
  return { path, excerpt: outline === '' ? shown : `${shown}\n\nOutline of the whole file:\n${outline}` };
}

function numbered(text: string, from: number): string {
  return text
    .split('\n')
    .map((row, index) => `${String(from + index).padStart(5)} ${firstCharacters(row, 400)}`)
    .join('\n');
}
