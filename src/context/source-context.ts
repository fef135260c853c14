// What the model is shown about an incident: the failure, the failing test, the source around it, neighbouring tests.
// The text is the same for every question about one incident, so it can stand first and be cached by the vendor.
import type { Reproduced } from '../incident/incident.ts';
import type { Tree } from '../ports.ts';
import { definitions, type Excerpt, excerpt, wholeUpTo } from './excerpt.ts';
import { failureText } from './failure-text.ts';
import { conftestsFor, parameters } from './fixtures.ts';
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
  const conftests = await readAll(tree, [...new Set(tests.flatMap(test => conftestsFor(test.path, paths)))]);
  const traced = tracedSuspects(incident, paths);
  const suspects = await suspectTexts(tree, { traced, tests: [...tests, ...conftests], paths });
  const siblings = await readAll(tree, siblingsOf(tests, paths).slice(0, shownNeighbours));
  const names = wordsOf(tests);
  const sections: Section[] = [
    { title: 'the failure', text: failureText(incident) },
    ...tests.map(test => fileSection('Failing test', test, failingLines(incident, test))),
    ...suspects.map(file => fileSection('Source', file, linesOfInterest(file, traced, names))),
    ...conftests.map(file => fileSection('Fixtures', file, [])),
    ...siblings.map(file => fileSection('Neighbouring test', file, [])),
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

interface Scene {
  readonly traced: readonly Suspect[];
  readonly tests: readonly Text[];
  readonly paths: ReadonlySet<string>;
}

/**
 * Files of the traces, then what the tests and their equipment import, then what those packages pass on and the traced
 * files import themselves: a null often comes from next door.
 */
async function suspectTexts(tree: Tree, { traced, tests, paths }: Scene): Promise<Text[]> {
  const first = traced.map(suspect => suspect.path);
  const named = tests.flatMap(test => namedSuspects(test, paths));
  const doors = [...named.filter(path => path.endsWith('__init__.py')), ...first];
  const behind = (await readAll(tree, doors)).flatMap(file => importedFiles(file.path, file.text, paths));
  const all = [...new Set([...first, ...named, ...behind])].filter(path => !isTestFile(path));
  return readAll(tree, all.slice(0, shownSuspects));
}

function siblingsOf(tests: readonly Text[], paths: ReadonlySet<string>): string[] {
  const folders = tests.map(test => folderOf(test.path));
  const shown = new Set(tests.map(test => test.path));
  return [...paths].filter(path => isTestModule(path) && folders.includes(folderOf(path)) && !shown.has(path)).sort();
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function failingLines(incident: Reproduced, test: Text): number[] {
  const names = incident.reproduction.targets
    .filter(target => test.path.endsWith(fileOfTest(target.testId)))
    .flatMap(target => functionOfTest(target.testId) ?? []);
  return definitions(test.text, new Set([...names, 'setUp', 'setup_method', ...parameters(test.text, names)]));
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
