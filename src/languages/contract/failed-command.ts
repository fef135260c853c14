// What a language knows about commands that fail without a failing test.

export interface FailedCommand {
  /** Without quotes: program and arguments. */
  readonly words: readonly string[];
  /** Negative for a signal; null if unknown. */
  readonly exitCode: number | null;
}

export interface CommandFailure {
  /**
   * `check`: reads code and needs no network, like a linter. `not-a-test`: any other program that runs no tests. `coverage`: tests
   * pass but cover too little. `no-tests`: no test was found. `usage`: the test runner refuses its arguments. `dependencies`:
   * their versions cannot be resolved.
   */
  readonly kind: 'check' | 'not-a-test' | 'coverage' | 'no-tests' | 'usage' | 'dependencies';
  /** The line of the log that says so; null if the program alone tells. */
  readonly line: string | null;
}
