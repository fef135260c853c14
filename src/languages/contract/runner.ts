// How a language's test runner is driven: the command runs as CI ran it, and a hook inside the runner reports to Nightwatch,
// narrows the run to chosen tests, limits each test, and measures coverage.
//
// The hook lies in the environment, owned by root, and does what its configuration says (`HookConfiguration` in `ports.ts`); a
// run without configuration is left alone. Shape of its report: `suite/report.ts`, of its coverage: `suite/spectrum.ts`.

export interface Hook {
  /** Files of one folder. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** The command line that puts the hook, lying in `folder`, in place in a finished environment. Runs as root. */
  install(folder: string, workDirectory: string): readonly string[];
}

/** Pure. */
export interface Runner {
  /** Its name in messages. */
  readonly name: string;
  readonly hook: Hook;
  /** Exit statuses of the runner with a meaning beyond passed (0) or failed. */
  readonly statuses: {
    readonly interrupted: number;
    readonly internalError: number;
    readonly noTests: number;
  };
}
