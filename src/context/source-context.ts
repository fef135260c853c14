// What the model is shown about an incident: the failure, the failing test, the source around it, neighbouring tests.
// The text is the same for every question about one incident, so it can stand first and be cached by the vendor.
import type { Reproduced } from '../incident/incident.ts';
import type { Tree } from '../ports.ts';
import { definitions, type Excerpt, excerpt, wholeUpTo } from './excerpt.ts';
import { failureText } from './failure-text.ts';
import { importedFiles } from './imports.ts';
import { packed, type Section } from './packed.ts';
import { quoted } from './quoted.ts';
import { failingTestFiles, namedSuspects, type Suspect, tracedSuspects } from './suspects.ts';
import { fileOfTest, functionOfTest, isTestFile, isTestModule } from './test-files.ts';

/** Published packs that work have 12,000 to 20,000 tokens (TECHNIQUES: Localisation). */
const budgetTokens = 20_000;
const shownTestFiles = 3;
const shownSuspects = 12;
const shownNeighbours = 2;

interface Text {
  readonly path: string;
  readonly text: string;
}

/** The prompt's stable part, bounded to about 20,000 tokens; says what was left out. */
export async function sourceContext(incident: Reproduced, tree: Tree): Promise<string> {
  const paths = new Set((await tree.entries()).filter(isRegular).map(entry => entry.path));
  const tests = await readAll(tree, failingTestFiles(incident, paths).slice(0, shownTestFiles));
  const traced = tracedSuspects(incident, paths);
  const named = await withReexports(
    tree,
    tests.flatMap(test => namedSuspects(test, paths)),
    paths,
  );
  const suspects = await readAll(
    tree,
    [...new Set([...traced.map(one => one.path), ...named])].slice(0, shownSuspects),
  );
  const neighbours = await readAll(tree, neighbourPaths(tests, paths));
  const names = wordsOf(tests);
  const sections: Section[] = [
    { title: 'the failure', text: failureText(incident) },
    ...tests.map(test => fileSection('Failing test', test, failingLines(incident, test))),
    ...suspects.map(file => fileSection('Source', file, linesOfInterest(file, traced, names))),
    ...neighbours.map(file => fileSection('Neighbouring test', file, [])),
  ];
  return packed(sections, budgetTokens);
}

function isRegular(entry: { kind: string }): boolean {
  return entry.kind === 'file' || entry.kind === 'executable';
}

async function readAll(tree: Tree, paths: readonly string[]): Promise<Text[]> {
  const files = await Promise.all(paths.map(path => tree.read(path)));
  return files.filter(file => file !== null);
}

/** A package's `__init__.py` often only passes names on: the files it imports come after it. */
async function withReexports(tree: Tree, files: readonly string[], paths: ReadonlySet<string>): Promise<string[]> {
  const packages = await readAll(
    tree,
    files.filter(path => path.endsWith('__init__.py')),
  );
  return [...files, ...packages.flatMap(file => importedFiles(file.path, file.text, paths))].filter(
    path => !isTestFile(path),
  );
}

/** `conftest.py` beside and above the failing tests, then other tests of the same folder. */
function neighbourPaths(tests: readonly Text[], paths: ReadonlySet<string>): string[] {
  const folders = [...new Set(tests.map(test => test.path.slice(0, test.path.lastIndexOf('/') + 1)))];
  const shown = new Set(tests.map(test => test.path));
  const equipment = [...paths].filter(
    path => path.endsWith('conftest.py') && folders.some(folder => folder.startsWith(path.slice(0, -11))),
  );
  const siblings = [...paths]
    .filter(
      path => isTestModule(path) && folders.includes(path.slice(0, path.lastIndexOf('/') + 1)) && !shown.has(path),
    )
    .sort();
  return [...equipment, ...siblings.slice(0, shownNeighbours)];
}

function failingLines(incident: Reproduced, test: Text): number[] {
  const names = incident.reproduction.targets
    .filter(target => test.path.endsWith(fileOfTest(target.testId)))
    .flatMap(target => functionOfTest(target.testId) ?? []);
  return definitions(test.text, new Set([...names, 'setUp', 'setup_method', ...parameterNames(test.text, names)]));
}

/** Names of the fixtures that these tests ask for. */
function parameterNames(text: string, tests: readonly string[]): string[] {
  return tests
    .filter(test => /^\w+$/.test(test))
    .flatMap(test => {
      const parameters = new RegExp(`def\\s+${test}\\s*\\(([^)]*)\\)`).exec(text)?.[1] ?? '';
      return parameters.split(',').map(part => part.trim().split(/[:=\s]/)[0] ?? '');
    });
}

function linesOfInterest(file: Text, traced: readonly Suspect[], names: ReadonlySet<string>): number[] {
  const pointed = traced.find(suspect => suspect.path === file.path)?.lines ?? [];
  return [...pointed, ...(file.text.length > wholeUpTo ? definitions(file.text, names) : [])];
}

function wordsOf(tests: readonly Text[]): Set<string> {
  return new Set(tests.flatMap(test => test.text.match(/\b[A-Za-z_]\w{2,}\b/g) ?? []));
}

function fileSection(kind: string, file: Text, lines: readonly number[]): Section {
  const shown = excerpt(file.text, lines);
  return { title: `${kind.toLowerCase()} ${file.path}`, text: excerptText(kind, file, shown) };
}

function excerptText(kind: string, file: Text, shown: Excerpt): string {
  if (shown.whole) return quoted(`# ${kind}: ${file.path} (whole)`, file.text);
  return [
    `# ${kind}: ${file.path} (parts)`,
    ...shown.passages.map(part => quoted(`${file.path}, lines ${part.from} to ${part.to}`, part.text)),
    quoted(`Skeleton of ${file.path}`, shown.skeleton),
  ].join('\n');
}
