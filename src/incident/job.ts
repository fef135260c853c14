// GitHub's data about a run: its jobs, their logs and annotations. Values only, except that log texts are read on demand.

export interface JobStep {
  readonly name: string;
  readonly number: number;
  readonly conclusion: string | null;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
}

export interface Job {
  readonly id: number;
  readonly name: string;
  readonly conclusion: string | null;
  readonly url: string;
  readonly startedAt: Date | null;
  readonly steps: readonly JobStep[];
}

/** A file of a run's log archive: `0_test.txt`, `test/3_Run tests.txt`. */
export interface LogFile {
  readonly name: string;
  /** Unpacked and masked on each call, since that is most of the work. Lossily decoded UTF-8; null when damaged. */
  text(): Promise<string | null>;
}

export type RunLog = { kind: 'files'; files: readonly LogFile[] } | { kind: 'unavailable'; reason: string };

export interface JobAnnotation {
  readonly path: string;
  readonly line: number;
  readonly level: string;
  readonly message: string;
}
