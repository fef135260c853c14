// How a language's source is read: what is a test, what a file defines, imports and assigns.

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
  readonly from: number;
  readonly to: number;
}

/** Pure; forgiving: a file with an error in it still has a structure. */
export interface Source {
  /** Whether the file is written in this language. */
  owns(path: string): boolean;
  /** True for tests and their support files: what is neither suspected nor edited. */
  isTest(path: string): boolean;
  blocks(text: string): Block[];
  units(text: string): Unit[];
  /** Files of `paths` that the file at `path` imports, in order, each once. */
  imported(path: string, text: string, paths: ReadonlySet<string>): string[];
  /** Source files that a test at this path is named after. */
  namesakes(testPath: string, paths: ReadonlySet<string>): string[];
}
