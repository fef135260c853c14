// What prompts and Markdown say of a language.
export interface Words {
  /** What a fence in this language may be called; the first is what we write. */
  readonly fences: readonly [string, ...string[]];
  /** A path, in examples. */
  readonly examplePath: string;
  /** Test support files, in a list of what a repair must never change. */
  readonly supportFiles: string;
  readonly guard: {
    /** What a regression test must be: `exactly one plain …`. */
    readonly form: string;
    /** Examples of a test that fails whatever the code does. */
    readonly failsByItself: string;
    /** The first lines of a test file. */
    readonly example: string;
  };
}
