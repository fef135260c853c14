// Reads from the tree what a recipe is made from.
import type { Evidence } from '../../incident/evidence.ts';
import type { WorkflowRun } from '../../incident/run.ts';
import type { RecipeFacts } from '../../languages/contract/building.ts';
import { languageOfJob } from '../../languages/languages.ts';
import type { Tree } from '../../ports.ts';

/** Workflows may call others, and the repository's own actions. */
const workflows = /^\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/;
const mostTexts = 100;

export async function recipeFacts(
  { run, evidence }: { readonly run: WorkflowRun; readonly evidence: Evidence },
  tree: Tree,
): Promise<RecipeFacts> {
  const { building } = languageOfJob(evidence);
  const entries = await tree.entries();
  const paths = entries.filter(entry => entry.kind !== 'submodule').map(entry => entry.path);
  const wanted = paths.filter(path => workflows.test(path) || building.isManifest(path));
  const nearest = wanted.sort((a, b) => a.split('/').length - b.split('/').length);
  const texts = new Map<string, string>();
  for (const path of nearest.slice(0, mostTexts)) {
    const file = await tree.read(path);
    if (file) texts.set(path, file.text);
  }
  const workflow = await tree.read(run.workflowPath);
  return { run, evidence, workflow: workflow?.text ?? null, paths, texts };
}
