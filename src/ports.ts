// THE OUTSIDE WORLD: everything the line may touch, on one page. Adapters implement these; `compose.ts` binds them. What keeps the
// incidents themselves is `store.ts`.
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Change, Proposed } from './incident/change.ts';
import type { Command, Finished } from './incident/command.ts';
import type { Job, JobAnnotation, RunLog } from './incident/job.ts';
import type { Usage } from './incident/ledger.ts';
import type { FileChange } from './incident/patch.ts';
import type { CheckRunView, Escalation } from './incident/report.ts';
import type { Environment, History, Recipe } from './incident/reproduction.ts';
import type { SettingsFile } from './incident/settings.ts';
import type { SourceFile, TreeEntry } from './incident/source.ts';

/** What a stage is given. Everything is bound to one incident when made, so no text in a log can redirect an effect. */
export interface Ports {
  readonly repository: Repository;
  readonly model: Model;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
}

/** Thrown by adapters on purpose: a dependency is busy or unavailable, try again later. Does not count as an attempt. */
export class Transient extends Error {
  readonly retryAt: Date | undefined;
  constructor(message: string, { cause, retryAt }: { cause?: unknown; retryAt?: Date | undefined } = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.retryAt = retryAt;
  }
}

/** Work of our own missed its deadline: this machine is overloaded, or cannot cope with the input. Only the first one passes. */
export class Overdue extends Transient {}

/** Thrown by adapters on purpose: we have no access, or lost it, and waiting does not help. The message is for people. */
export class NoAccess extends Error {
  override name = 'NoAccess';
}

export type Clock = { now(): Date };

// ── The repository ────────────────────────────────────────────────────────────────────────────────────────────────
/** The incident's repository. Throws `Transient` for rate limits, 5xx and lost connections; `NoAccess` when GitHub denies access. */
export interface Repository {
  /** The repository's own settings, else its owner's. */
  settings(): Promise<SettingsFile>;
  /** All jobs of the run's attempt, in GitHub's order. */
  jobs(): Promise<readonly Job[]>;
  /** The log archive of the run; bounded in size, never written to disk. */
  runLog(): Promise<RunLog>;
  /** One job's own log; null when GitHub no longer has it. */
  jobLog(jobId: number): Promise<string | null>;
  jobAnnotations(jobId: number): Promise<readonly JobAnnotation[]>;
  /** The tree of a commit, fetched when needed; null when the commit is no longer available. */
  tree(sha: string): Promise<Tree | null>;
  /** The last commit on which this workflow succeeded, on the run's branch or the default branch; null when GitHub knows none. */
  lastGreen(): Promise<string | null>;
  /** The commit of the previous run on this branch if that run failed; null otherwise. */
  redBefore(): Promise<string | null>;
  /** The commit a branch points at now; null when there is no such branch. */
  head(branch: string): Promise<string | null>;
  /** A text as GitHub will be shown it, without secrets. */
  masked(text: string): Promise<string>;
  /** Creates the branch and the pull request. Idempotent: a repeated call returns the existing ones. */
  propose(change: Change): Promise<Proposed>;
  /** Creates or updates the check run on the head commit. */
  showCheck(view: CheckRunView): Promise<void>;
  /** Opens one issue with this marker, unless it exists; a closed one stays closed. */
  escalate(escalation: Escalation): Promise<{ number: number; url: string }>;
}

// ── Source ────────────────────────────────────────────────────────────────────────────────────────────────────────
/**
 * A git tree object in the mirror, named by its hash; immutable. Nothing is ever checked out on the host: a sandbox is filled
 * from `archive()`, and git makes a changed tree, so "the published tree is the tested tree" compares two hashes.
 */
export interface Tree {
  readonly hash: string;
  /** The commit it was opened by; null for a changed tree, which has none. */
  readonly commit: string | null;
  entries(): Promise<readonly TreeEntry[]>;
  /** The text of a file; null when it is missing, not a regular file, over 1 MiB, or not UTF-8. */
  read(path: string): Promise<SourceFile | null>;
  /** A new tree with these files written or deleted. Throws on a path that git or the sandbox would reject. */
  with(changes: readonly FileChange[]): Promise<Tree>;
  /** Unified diff from this tree to another, by git itself. */
  diff(to: Tree): Promise<string>;
  /** The tree as a tar stream, as a checkout would write it. */
  archive(): Readable;
  /** The `.git` of a checkout of its commit as a tar stream, without credentials; null when it has none. Fails as `Repository.tree`. */
  gitDirectory(history: History): Readable | null;
}

// ── The sandbox ───────────────────────────────────────────────────────────────────────────────────────────────────
export type { Command, Finished };

/** A fresh container holding one tree. */
export interface Workspace extends AsyncDisposable {
  run(command: Command): Promise<Finished>;
  /** Writes a file outside the work tree, under `/tmp`. */
  write(path: string, text: string): Promise<void>;
  /** Reads a file by its absolute path, as it is; null when there is none or it is over 16 MiB. `mask` masks its texts like output. */
  read(path: string): Promise<string | null>;
  mask(text: string): Promise<string>;
}

/** `firstRun`: the failing command at the end of setup, with network; null when on another tree. `notes`: sentences on what setup showed. */
export type Prepared =
  | {
      kind: 'ready';
      environment: Environment;
      firstRun: Finished | null;
      notes: readonly string[];
      cached: boolean;
      seconds: number;
    }
  | { kind: 'failed'; command: string; finished: Finished; notes: readonly string[] };

/** Throws `Transient` when the engine is gone. */
export interface Sandbox {
  /** The image that setup and one run of the failing command produce, with network; later calls find it by the hash of its inputs. */
  prepare(tree: Tree, recipe: Recipe): Promise<Prepared>;
  open(tree: Tree, environment: Environment): Promise<Workspace>;
}

// ── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** How an answer is requested and read: JSON checked against a schema, or text with a parser that throws on nonsense. */
export type AnswerForm<Answer> =
  | { kind: 'json'; schema: z.ZodType<Answer> }
  | { kind: 'text'; parse: (text: string) => Answer };

export interface Question<Answer> {
  /** `diagnose`, `guard`, `repair`: names the task. */
  readonly name: string;
  /** Constant text of ours: comes first, so that the vendor's prompt cache applies. */
  readonly instructions: string;
  /** The subject of the question: quoted logs and code. Secrets are masked before it is sent. */
  readonly material: string;
  readonly form: AnswerForm<Answer>;
  readonly effort: 'low' | 'medium' | 'high';
  /** An earlier answer was unusable. It may have been cut off, so this one gets twice the output tokens. */
  readonly isRetry?: boolean;
}

/** `unusable`: malformed, blocked or cut off; `reason` is a sentence, `text` the raw answer. */
export type Answered<Answer> =
  | { kind: 'answer'; value: Answer; usage: Usage }
  | { kind: 'unusable'; reason: string; text: string; usage: Usage };

/** Throws `Transient` for 429, 5xx and time-outs. The metered model also throws `OverBudget`. */
export interface Model {
  /** Exactly one request, so that whoever counts calls counts requests. */
  ask<Answer>(question: Question<Answer>): Promise<Answered<Answer>>;
}
