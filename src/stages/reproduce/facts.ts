// Everything a recipe is made from, read once: what the log says, the workflow file, and the files that tell how to install.
import type { Evidence } from '../../incident/evidence.ts';
import type { WorkflowRun } from '../../incident/run.ts';
import type { Tree } from '../../ports.ts';

export interface RecipeFacts {
  readonly run: Pick<WorkflowRun, 'repo' | 'workflowPath'>;
  readonly evidence: Pick<Evidence, 'job' | 'commands' | 'pythonVersion'>;
  /** Text of the workflow file; null when the tree has none. */
  readonly workflow: string | null;
  /** Paths of all files of the tree. */
  readonly paths: readonly string[];
  /** Texts of those that tell how to install, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Files at the root whose text a recipe needs. */
const telling = ['pyproject.toml', 'setup.cfg', 'tox.ini', '.python-version'];

export async function recipeFacts(
  incident: { readonly run: WorkflowRun; readonly evidence: Evidence },
  tree: Tree,
): Promise<RecipeFacts> {
  const entries = await tree.entries();
  const paths = entries.filter(entry => entry.kind !== 'submodule').map(entry => entry.path);
  const texts = new Map<string, string>();
  for (const path of telling) {
    const file = paths.includes(path) ? await tree.read(path) : null;
    if (file) texts.set(path, file.text);
  }
  const workflow = await tree.read(incident.run.workflowPath);
  return { run: incident.run, evidence: incident.evidence, workflow: workflow?.text ?? null, paths, texts };
}
