// What a language says of regression tests and repairs: where a test goes, what it must not hold, what a change must not do.
import type { Failure } from '../../incident/evidence.ts';
import type { Recipe } from '../../incident/reproduction.ts';

export interface Rules {
  readonly guard: GuardRules;
  readonly repair: RepairRules;
}

/** A program for a workspace of the repository; the caller runs it. */
export interface Program {
  readonly text: string;
  /** As in a workflow: `{0}` is the program's file. */
  readonly shell: string;
  /** The exit code that refuses, with the reason in the output. No other ending says anything: there may be no interpreter. */
  readonly refusal: number;
}

export interface GuardRules {
  /** A free path for the regression test, named as the repository names its tests. */
  path(failingTest: string | null, paths: ReadonlySet<string>): string;
  /** Sentences that say why a candidate is refused; empty when it may be run. */
  objections(source: string, surroundings: GuardSurroundings): string[];
  /** What CI's own runner asks of a test beyond the prompt, as a sentence; null when nothing. */
  runnerRule(recipe: Recipe): string | null;
  /** Prints the names in this file that nothing defines; null where that cannot be known. */
  undefinedNames(source: string, file: string): Program | null;
}

/** What a regression test is read against. */
export interface GuardSurroundings {
  /** The test's own path. */
  readonly path: string;
  readonly paths: ReadonlySet<string>;
  /** Source files that the failure points at. */
  readonly suspects: readonly string[];
  /** Texts of the test support files for this path. */
  readonly support: readonly string[];
  readonly recipe: Recipe;
}

export interface RepairRules {
  /** Files that no repair may change, and what they belong to. */
  readonly forbidden: readonly (readonly [RegExp, string])[];
  /** Sentences, one a sign that the change makes tests pass without being right. */
  signsOfCheating(files: readonly ChangedFile[], failing: FailingTests): string[];
  /** A sentence when nothing but expected values changed since CI was green, in every failing test; null otherwise. */
  changedExpectation(targets: readonly Failure[], since: SinceGreen): string | null;
  /** True when both texts are the same but for comments, docstrings and layout; false when in doubt. */
  isCommentOnly(before: string, after: string): boolean;
  /** Lines, from 1, with code of their own: no comment, no closing bracket. */
  codeLines(text: string): ReadonlySet<number>;
  /** Compiles the files named in `list`, a JSON file in the workspace. Writes nothing to the work tree. */
  syntaxCheck(list: string): Program;
}

/** Both texts of a changed file; a new file was empty. Line numbers count from 1. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Lines of the new text that git calls added. */
  readonly added: ReadonlySet<number>;
  /** Lines of the old text that git calls removed. */
  readonly removed: ReadonlySet<number>;
}

export interface FailingTests {
  readonly targets: readonly Failure[];
  /** Texts of the files that hold them. */
  readonly texts: readonly string[];
}

/** Where CI was last green, and the diff from there to the failing commit. */
export interface SinceGreen {
  readonly sha: string;
  readonly diff: string;
  /** Texts of the failing tests' files at the failing commit, by path. */
  readonly tests: ReadonlyMap<string, string>;
}
