// What a candidate is judged against: read once for an incident, except for the test helpers that the candidate imports.
import { tracedFiles } from '../../context/clues.ts';
import { failingTestFiles } from '../../context/failing-tests.ts';
import { filesImportedBy } from '../../context/imported-files.ts';
import { readAll } from '../../context/source-file.ts';
import { testFilesOfRun } from '../../context/test-files.ts';
import { fileInTree } from '../../context/tree-files.ts';
import type { Reproduced } from '../../incident/incident.ts';
import type { GuardSurroundings } from '../../languages/contract/rules.ts';
import type { Language } from '../../languages/language.ts';
import { languageOfJob } from '../../languages/languages.ts';
import type { Tree } from '../../ports.ts';

/** Files of a kind that are read: a failure may go through hundreds, and a candidate may import as many. */
const mostFiles = 40;

export interface GuardTask extends Omit<GuardSurroundings, 'helpers'> {
  readonly language: Language;
  readonly incident: Reproduced;
  readonly tree: Tree;
}

export async function taskFor(incident: Reproduced, tree: Tree): Promise<GuardTask> {
  const { targets, recipe } = incident.reproduction;
  const paths = new Set((await tree.entries()).map(entry => entry.path));
  const language = languageOfJob(incident.evidence);
  const testFiles = failingTestFiles(targets, paths);
  const ofRun = [...testFilesOfRun(incident)].flatMap(file => fileInTree(file, paths) ?? []);
  const path = language.rules.guard.path(ofRun, paths);
  const textsOf = async (files: readonly string[]) =>
    (await readAll(tree, files.slice(0, mostFiles))).map(({ text }) => text);
  const suspected = [...new Set([...tracedFiles(incident, paths), ...mostExecuted(incident, paths)])];
  const read = await readAll(tree, suspected.slice(0, mostFiles));
  // One that is not read counts as importing nothing.
  const suspects = [...read, ...suspected.slice(mostFiles).map(file => ({ path: file, text: '' }))];
  const support = await textsOf(language.source.supportFiles(path, paths));
  const failing = { targets, texts: await textsOf(testFiles) };
  return { incident, tree, language, paths, suspects, path, support, failing, recipe };
}

/** Functions that the failing tests run: the wrong one is among the first three in 69 of 100 failures (measured). */
const mostFunctions = 3;

/** An assertion that fails in the test leaves no trace of the code that it is about. */
function mostExecuted({ reproduction }: Reproduced, paths: ReadonlySet<string>): string[] {
  return reproduction.executed.slice(0, mostFunctions).flatMap(({ file }) => fileInTree(file, paths) ?? []);
}

/** The task with the test files of the repository that the candidate imports. */
export async function surroundingsOf(source: string, task: GuardTask): Promise<GuardSurroundings> {
  const imported = await filesImportedBy([{ path: task.path, text: source }], task.paths);
  const helpers = imported.filter(task.language.source.isTest).slice(0, mostFiles);
  return { ...task, helpers: await readAll(task.tree, helpers) };
}
