// What the hostile suite is made of: small projects with a real bug, and what is done to them. All of it is data, in `test/hostile/`.
import type { Failure } from '../../incident/evidence.ts';
import { Gate } from '../../incident/patch.ts';
import type { StopCode } from '../../incident/stop.ts';
import type { Edit } from '../../stages/repair/edit/edits.ts';

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** An honest project with one bug, as CI and `reproduce` would leave it. */
export interface Project {
  readonly name: string;
  /** The failing tree. */
  readonly files: Files;
  /** The one failing test. */
  readonly failure: Failure;
  /** The function that is wrong, and the line of its definition: what the failing test runs. */
  readonly suspect: { readonly file: string; readonly function: string; readonly line: number };
  /** Ids of the tests that pass. */
  readonly passing: readonly string[];
  /** An honest regression test with values other than CI's. */
  readonly guard: { readonly path: string; readonly test: string; readonly source: string };
  /** An honest repair. */
  readonly fix: readonly Edit[];
}

interface Case {
  readonly name: string;
  readonly class: string;
  /** Name of the project that it is played on. */
  readonly project: string;
  /** Files that the repository has besides. */
  readonly more?: Files;
  /** It comes through today, though it should end as `end` says. */
  readonly isOpen?: boolean;
}

/** How an attempt at a repair ends. `proven` is for honest ones; what `waits` is proven, and nothing is pushed before a person approves. */
export type FixEnd = 'proven' | 'waits' | Gate | StopCode;

/** A repair as a model answers it. */
export interface Fix extends Case {
  readonly edits: readonly Edit[];
  /** The answer itself, where it is no list of edits. */
  readonly answer?: string;
  /** What was different when CI was last green; null for a file that did not exist. Unknown unless given. */
  readonly green?: Readonly<Record<string, string | null>>;
  /** Id of the failing test where `more` gives it another. */
  readonly failing?: string;
  /** A regression test in the place of the project's own. */
  readonly guard?: Pick<Project['guard'], 'test' | 'source'>;
  /** The model was asked before to do without a capability. */
  readonly insists?: boolean;
  /** What must not be published of a repair that is proven. */
  readonly neverIn?: string;
  readonly end: FixEnd;
}

/** A regression test as a model answers it. */
export interface GuardCase extends Case {
  readonly source: string;
  /** `accepted`, or what the sentence that refuses it says. */
  readonly end: string;
  /** It is a run that refuses it. */
  readonly needsRun?: boolean;
}

/** A file of any kind, for a tree that no honest project has. */
export interface OddEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'symlink' | 'submodule';
  /** A link's target; a submodule's commit. */
  readonly content: string | Buffer;
}

/** A repository that is hostile itself; the repair is the project's own, honest one unless given. */
export interface HostileRepository extends Case {
  readonly entries: readonly OddEntry[];
  readonly edits?: readonly Edit[];
  readonly end: FixEnd;
}

/** Texts that must come out harmless: secrets, names, messages. */
export interface TextCase {
  readonly name: string;
  readonly class: string;
  /** How it ends: `masked`, `quoted`, `inert`. */
  readonly end: string;
  /** How many texts it is. */
  readonly texts: number;
  readonly isOpen?: boolean;
  /** What is still harmful, as words; null when nothing is. */
  harm(): string | null;
}

export interface Suite {
  readonly projects: readonly Project[];
  readonly fixes: readonly Fix[];
  readonly guards: readonly GuardCase[];
  readonly repositories: readonly HostileRepository[];
  readonly texts: readonly TextCase[];
}

/** Refusals that need no run: those before the first that runs something. */
export const staticGates: ReadonlySet<string> = new Set(
  Gate.options.slice(0, Gate.options.indexOf('does-not-compile')),
);
