// Reads from the failing commit what a diagnosis looks at: the failing tests, and the code that they and the traces point at.

import { packFor } from '../../context/pack.ts';
import type { Shown } from '../../context/passages.ts';
import { readAll, type Text } from '../../context/suspects.ts';
import { regularPaths } from '../../context/tree-files.ts';
import type { Evidence, Failure } from '../../incident/evidence.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import { importedFiles } from '../../languages/python/source/imports.ts';
import type { Tree } from '../../ports.ts';
import { firstCharacters } from '../../text/truncation.ts';
import type { Source } from './question.ts';
import { pathInTree } from './tree-paths.ts';

/** What is seen of the commit. */
export interface View {
  readonly paths: ReadonlySet<string>;
  /** Files that the failing tests import, also through a package's `__init__.py`. */
  readonly imported: ReadonlySet<string>;
  readonly sources: readonly Source[];
  /** Unified diff from the last green commit; empty when that is not known. */
  readonly diff: string;
}

/** Tokens. The log says more than the code here, and the later stages look closer. */
const breadth = { tests: 1_200, source: 2_500 };
/** Failures that differ are worth a look; fifty of one kind are not. */
const mostFailures = 4;

/** `green` is the tree where CI was last green. */
export async function viewOf(tree: Tree, evidence: Evidence, green: Tree | null): Promise<View> {
  const paths = regularPaths(await tree.entries());
  const failures = differing(evidence.failures).map(failure => ({
    ...failure,
    frames: failure.frames.map(frame => ({ ...frame, file: pathInTree(frame.file, paths) ?? frame.file })),
  }));
  const pack = await packFor({ failures, places: [], tree, paths, green }, breadth);
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
  const direct = importsOf(tests, paths);
  const packages = await readAll(tree, direct.filter(path => path.endsWith('/__init__.py')).slice(0, 5));
  return new Set([...direct, ...importsOf(packages, paths)]);
}

function importsOf(files: readonly Text[], paths: ReadonlySet<string>): string[] {
  return [...new Set(files.flatMap(({ path, text }) => importedFiles(path, text, paths)))];
}

/** With line numbers at the left, since the answer has to name one. */
function sourceOf({ path, passages, outline }: Shown): Source {
  const shown = passages.map(part => numbered(part.text, part.from)).join('\n      …\n');
  return { path, excerpt: outline === '' ? shown : `${shown}\n\nHeadings of the whole file:\n${outline}` };
}

function numbered(text: string, from: number): string {
  return text
    .split('\n')
    .map((row, index) => `${String(from + index).padStart(5)} ${firstCharacters(row, 400)}`)
    .join('\n');
}
