// Everything a recipe is made from, read once: what the log says, the workflow file, and the files that tell how to install.
import type { Evidence } from '../../../incident/evidence.ts';
import type { WorkflowRun } from '../../../incident/run.ts';
import type { Tree } from '../../../ports.ts';

export interface RecipeFacts {
  readonly run: Pick<WorkflowRun, 'repo' | 'workflowPath'>;
  readonly evidence: Pick<Evidence, 'job' | 'commands' | 'failures' | 'languageVersion'>;
  /** Text of the workflow file; null when the tree has none. */
  readonly workflow: string | null;
  /** Paths of all files of the tree. */
  readonly paths: readonly string[];
  /** Texts of those that tell how to install and test, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Files whose text a recipe needs: at the root, in a package's folder of a monorepo, and workflows that are called by others. */
const telling =
  /^(?:[^/]+\/){0,3}(?:pyproject\.toml|setup\.py|setup\.cfg|tox\.ini|noxfile\.py|\.python-version)$|^\.github\/workflows\/[^/]+\.ya?ml$/;
const mostTexts = 100;

export async function recipeFacts(
  incident: { readonly run: WorkflowRun; readonly evidence: Evidence },
  tree: Tree,
): Promise<RecipeFacts> {
  const entries = await tree.entries();
  const paths = entries.filter(entry => entry.kind !== 'submodule').map(entry => entry.path);
  const texts = new Map<string, string>();
  const nearest = paths.filter(path => telling.test(path)).sort((a, b) => a.split('/').length - b.split('/').length);
  for (const path of nearest.slice(0, mostTexts)) {
    const file = await tree.read(path);
    if (file) texts.set(path, file.text);
  }
  const workflow = await tree.read(incident.run.workflowPath);
  return { run: incident.run, evidence: incident.evidence, workflow: workflow?.text ?? null, paths, texts };
}
