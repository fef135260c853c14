// A language's terms in prompts and Markdown.
export interface Words {
  /** Info strings of Markdown fences in this language; we write the first. */
  readonly fences: readonly [string, ...string[]];
  /** A path for examples. */
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
