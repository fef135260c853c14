// A language's rules for regression tests and repairs: where a test goes, what it must not contain, what a change must not do.

import type { Capability } from '../../incident/capability.ts';
import type { Failure } from '../../incident/evidence.ts';
import type { Reached } from '../../incident/reached.ts';
import type { Recipe } from '../../incident/reproduction.ts';
import type { NeighbourRules } from './neighbours.ts';

export interface Rules {
  readonly guard: GuardRules;
  readonly repair: RepairRules;
  readonly neighbours: NeighbourRules;
}

/** A program for a workspace of the repository; the caller runs it. */
export interface Program {
  readonly text: string;
  /** As in a workflow: `{0}` is the program's file. */
  readonly shell: string;
  /** The exit code that means refusal, with the reason in the output. Any other says nothing: there may be no interpreter. */
  readonly refusal: number;
}

export interface GuardRules {
  /**
   * A free path for the regression test, named as the repository names its tests, where the failing command finds it: beside the
   * first of `tests` that can be its model. These are the test files of the run, those of failing tests first.
   */
  path(tests: Iterable<string>, paths: ReadonlySet<string>): string;
  /** Why a candidate is refused, as sentences; empty when it may run. */
  objections(source: string, surroundings: GuardSurroundings): string[];
  /** Tells of a test's source whether it puts in a value that is in none of the failing tests. */
  ownValuesBeside(failing: FailingTests): (source: string) => boolean;
  /** Whether the failure says that an expectation of the test did not hold, by whatever means the test expects. */
  isAssertion(failure: Failure): boolean;
  /** What CI's runner requires of a test beyond the prompt, as a sentence; null if nothing. */
  runnerRule(recipe: Recipe): string | null;
  /** The same test with its expectations turned: it fails wherever outcomes are real. */
  canary(source: string): string;
  /**
   * The same test with nonsense for every result of the repository's code: where it passes even so, it says nothing about a result. Null
   * where it says plainly what a result is, so that no run has to tell.
   */
  withNonsense(source: string, paths: ReadonlySet<string>): string | null;
  /** As `withNonsense`, of a file of the repository's tests; null where it takes nothing from the repository by name. */
  allNonsense(source: string, paths: ReadonlySet<string>): string | null;
  /** Prints the undefined names in this file; null where they cannot be determined. */
  undefinedNames(source: string, file: string): Program | null;
}

/** What a regression test is checked against. */
export interface GuardSurroundings {
  /** The test's own path. */
  readonly path: string;
  readonly paths: ReadonlySet<string>;
  /** Source files that the failure points at. */
  readonly suspects: readonly TextFile[];
  /** Test files of the repository that the candidate imports. */
  readonly helpers: readonly TextFile[];
  /** Texts of the test support files for this path. */
  readonly support: readonly string[];
  readonly failing: FailingTests;
  readonly recipe: Recipe;
}

/** Lines, from 1, both included. */
export interface Statement {
  readonly from: number;
  readonly to: number;
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface RepairRules {
  /** Files that no repair may change, and what they belong to. */
  readonly forbidden: readonly (readonly [RegExp, string])[];
  /** Why no repair may add this file, as words that follow the path; null when it may. */
  newFileObjection(path: string, around: RepositoryFiles): string | null;
  /** Signs that the change makes tests pass without fixing the code, one sentence each. */
  signsOfCheating(files: readonly ChangedFile[], failing: FailingTests): string[];
  /**
   * What the changed files can do that they could not do before, such as reach the network, start a process or replace parts of other
   * modules, one a capability and file; null when a file is too long to be read.
   */
  newCapabilities(files: readonly ChangedFile[]): NewCapability[] | null;
  /** Which things that a run can reach this text says it reaches. */
  reachable(text: string): ReadonlySet<Reached['kind']>;
  /** A sentence when since CI was green no code changed, but what every failing test expects or depends on did; null otherwise. */
  changedExpectation(targets: readonly Failure[], since: SinceGreen): string | null;
  /** True when the texts differ only in comments, docstrings and layout; false when in doubt. */
  isCommentOnly(before: string, after: string): boolean;
  /**
   * For each line, from 1, with code of its own (not just a comment or a closing bracket), the lines of the innermost statement
   * around it. Of a statement with a body this is the head.
   */
  statements(text: string): ReadonlyMap<number, Statement>;
  /** Compiles the files named in `list`, a JSON file in the workspace. Writes nothing to the work tree. */
  syntaxCheck(list: string): Program;
}

export interface NewCapability extends Capability {
  /** An honest repair can need it, and no proof is cheated by it alone: a person may approve it. */
  readonly isApprovable: boolean;
  /** What a run is seen to do by it. */
  readonly reaches: Reached['kind'] | null;
}

/** The failing tree, as far as names of new files depend on it. */
export interface RepositoryFiles {
  readonly paths: ReadonlySet<string>;
  /** Texts that declare dependencies: manifests, and the job's set-up steps. */
  readonly declarations: readonly string[];
}

/** Both texts of a changed file; a new file was empty. Line numbers count from 1. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Added lines of the new text, according to git. */
  readonly added: ReadonlySet<number>;
  /** Removed lines of the old text, according to git. */
  readonly removed: ReadonlySet<number>;
}

export interface FailingTests {
  readonly targets: readonly Failure[];
  /** Texts of the files that hold them. */
  readonly texts: readonly string[];
  /** Texts of what supports them: fixtures, helpers, the regression test. */
  readonly support?: readonly string[];
  /** Texts of the data files that they read. */
  readonly data?: readonly string[];
}

/** Where CI was last green, and the diff from there to the failing commit. */
export interface SinceGreen {
  readonly sha: string;
  readonly diff: string;
  /** Texts of the failing tests' files at the failing commit, by path. */
  readonly tests: ReadonlyMap<string, string>;
  /** Both texts of the changed files, by path: then, now. Not of those that are new, gone, or no text. */
  readonly changed?: ReadonlyMap<string, readonly [before: string, after: string]>;
  /** Texts of the files that the failing tests import, directly or not, and of their support, by path; unknown unless given. */
  readonly imported?: ReadonlyMap<string, string>;
  /** Names of all functions that the failing tests run, by path; unknown unless given. */
  readonly ran?: ReadonlyMap<string, ReadonlySet<string>>;
}
