// How a language's source is read: what is a test, what a file defines, imports and lists.

/** A function or class with its decorators; lines are counted from 1, `end` included. */
export interface Block {
  readonly kind: 'function' | 'class';
  readonly name: string;
  readonly start: number;
  /** Line of the definition itself, below its decorators. */
  readonly head: number;
  readonly end: number;
  /** Column of the definition, in characters. */
  readonly indent: number;
}

/** Lines `from` to `to`, counted from 1, both included. Every line of a file that is not blank is in one unit. */
export interface Unit {
  readonly kind: 'function' | 'class' | 'statements';
  /** What it defines: the function, the class, or the names it assigns. A nested function belongs to its outer one. */
  readonly names: readonly string[];
  /** The innermost class around it, itself where it is a class head. */
  readonly className: string | null;
  /** It makes the objects of its class. */
  readonly isConstructor: boolean;
  readonly from: number;
  readonly to: number;
}

/** A module as the source names it, and the names taken from it. */
export interface Import {
  /** With what marks it as relative, such as leading dots. */
  readonly module: string;
  readonly names: readonly string[];
}

/** One entry of a long list or map in the source; `line` is counted from 1. */
export interface TableRow {
  readonly key: string;
  readonly line: number;
}

/** What one parse of a file gives; plain data. */
export interface ParsedSource {
  readonly blocks: readonly Block[];
  readonly units: readonly Unit[];
  readonly imports: readonly Import[];
  /** Lists and maps of 20 entries or more. */
  readonly tables: readonly (readonly TableRow[])[];
  /** Numbers of the lines inside of long documentation comments: what a reader of code can do without. */
  readonly documentationLines: readonly number[];
}

/** Pure; forgiving: a file with an error in it still has a structure. */
export interface Source {
  /** Whether the file is written in this language. */
  owns(path: string): boolean;
  /** True for tests and their support files: what is neither suspected nor edited. */
  isTest(path: string): boolean;
  /**
   * Whether the file of this test id is a test file, whatever it is called: also a document with examples, but not source with examples
   * in its documentation. Asked about the language's own files and those that no language owns.
   */
  isTestFileOf(testId: string): boolean;
  /** True for a file that the test runner loads for every test of its folder. */
  isFolderSupport(path: string): boolean;
  /** True for a file that stands for its package and passes on what other files of it define. */
  isPackageEntry(path: string): boolean;
  parse(text: string): ParsedSource;
  /** As `parse`, blocks only. */
  blocks(text: string): Block[];
  /** As `parse`, imports only. */
  imports(text: string): Import[];
  /** Names in the code that are not plain ASCII, each as often as it occurs; what strings and comments say is none. */
  foreignNames(text: string): string[];
  /** The text, line by line, without what its strings say; code inside of strings stays. The text itself when it is too long to be read. */
  withoutStrings(text: string): string;
  /** Files of `paths` that these imports of the file at `path` name, in order, each once. */
  importedFiles(path: string, imports: readonly Import[], paths: ReadonlySet<string>): string[];
  /** Source files that a test at this path is named after. */
  namesakes(testPath: string, paths: ReadonlySet<string>): string[];
  /** Files of `paths` with set-up code that the test runner loads for a test at this path, outermost first. */
  supportFiles(testPath: string, paths: ReadonlySet<string>): string[];
  /** The functions of a file that are tests. */
  testFunctions(blocks: readonly Block[]): Block[];
  /** Names of the functions in these texts that run before the tests with these names, or make what they ask for. */
  setUpNames(tests: ReadonlySet<string>, texts: readonly string[]): Set<string>;
}
