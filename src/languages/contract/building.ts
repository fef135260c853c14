// How a failing job is rebuilt: the recipe, and what of a set-up the sandbox and the diagnosis must know.
import type { Evidence } from '../../incident/evidence.ts';
import type { Recipe } from '../../incident/reproduction.ts';
import type { WorkflowRun } from '../../incident/run.ts';

/** Everything a recipe is made from, read once: the log, the workflow file, and the files that tell how to install. */
export interface RecipeFacts {
  readonly run: Pick<WorkflowRun, 'repo' | 'workflowPath'>;
  readonly evidence: Pick<Evidence, 'job' | 'commands' | 'failures' | 'languageVersion'>;
  /** Text of the workflow file; null when the tree has none. */
  readonly workflow: string | null;
  /** Paths of all files of the tree. */
  readonly paths: readonly string[];
  /** Texts of the workflows and of those files that are manifests, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** `why` is a sentence. */
export type Rebuilt = { kind: 'recipe'; recipe: Recipe } | { kind: 'unbuildable'; why: string };

/** Pure. */
export interface Building {
  /** Whether the recipe needs this file's text. */
  isManifest(path: string): boolean;
  recipe(facts: RecipeFacts): Rebuilt;
  /** Whether a change of this file may change what set-up leaves behind. Too many are harmless, one too few is not. */
  isInput(path: string): boolean;
  /** Whether this set-up script copies the source beside the installed packages, where no later change of it arrives. */
  copiesTheSource(script: string): boolean;
  /** Names of folders of compiled code, which could outlive a change of its source. */
  readonly caches: readonly string[];
  /** Hosts that set-up downloads from: a network error that names one is not the code's. */
  readonly registries: RegExp;
  /** Installers try again: `warning` matches such a line, which counts only where another line matches `gaveUp`. */
  readonly retries: { readonly warning: RegExp; readonly gaveUp: RegExp };
}
