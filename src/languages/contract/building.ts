// How a failing job is rebuilt: the recipe, and what the sandbox and the diagnosis must know about setup.
import type { Evidence } from '../../incident/evidence.ts';
import type { Recipe } from '../../incident/reproduction.ts';
import type { WorkflowRun } from '../../incident/run.ts';

/** Everything a recipe is made from, read once: the log, the workflow file, and the manifests. */
export interface RecipeFacts {
  readonly run: Pick<WorkflowRun, 'repo' | 'workflowPath'>;
  readonly evidence: Pick<Evidence, 'job' | 'commands' | 'failures' | 'languageVersion'>;
  /** Text of the workflow file; null when the tree has none. */
  readonly workflow: string | null;
  /** Paths of all files of the tree. */
  readonly paths: readonly string[];
  /** Texts of the workflows and manifests, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** `why` is a sentence. */
export type Rebuilt = { kind: 'recipe'; recipe: Recipe } | { kind: 'unbuildable'; why: string };

/** What a job installs before any code of its tree runs. */
export interface Dependencies {
  /** How many of setup's first steps install from these files and from registries, whatever else the tree holds. */
  readonly steps: number;
  /** Paths of plain files. */
  readonly files: readonly string[];
  /** Whether nothing else prepares the job: those are all its steps, and its failing command installs nothing. */
  readonly isAll: boolean;
}

/** A tree, as far as requirement files are followed. */
export interface DependencySource {
  readonly paths: readonly string[];
  /** The text of a plain file; null when there is none. */
  read(path: string): Promise<string | null>;
}

/** Pure, but for what it is given to read. */
export interface Building {
  /** Whether the recipe needs this file's text. */
  isManifest(path: string): boolean;
  recipe(facts: RecipeFacts): Rebuilt;
  /** A larger image, for a setup that failed with this output for want of a compiler or a header; null when that was not why. */
  fallbackImage(image: string, output: string): string | null;
  /** Which of these steps install dependencies alone. Asks only the source. */
  dependencies(recipe: Pick<Recipe, 'setup' | 'test'>, source: DependencySource): Promise<Dependencies>;
  /**
   * A shell script that root runs once setup has ended, with the work tree as `$1`: lets later runs do without network, and see
   * changes of the source.
   */
  readonly afterSetup: string;
  /** Names of folders that a run leaves behind and that could change later ones: compiled code, remembered results. */
  readonly caches: readonly string[];
  /** Hosts that setup downloads from: a network error that names one is not the code's fault. */
  readonly registries: RegExp;
  /** Those that setup may reach: `host`, or `*.host` for all names below it. */
  readonly hosts: readonly string[];
  /** How this language's installers report a network error. */
  readonly networkError: RegExp;
  /** Environment variables in which this language's installers look for a CA bundle; the sandbox sets SSL_CERT_FILE itself. */
  readonly certificateVariables: readonly string[];
  /** Environment variables that point this language's installers at a package index; Nightwatch's own reach setup. */
  readonly indexVariables: readonly string[];
  /** Installers retry: `warning` matches such a line, which counts only if another line matches `gaveUp`. */
  readonly retries: { readonly warning: RegExp; readonly gaveUp: RegExp };
}
