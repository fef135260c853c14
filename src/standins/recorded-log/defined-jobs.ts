// The jobs of a workflow file, as far as this runner reads them; a recorded run needs no more, since it ran elsewhere.
import { parseDocument } from 'yaml';
import { type Job, Workflow } from '../runner/workflow.ts';

/** By key; empty for a file that cannot be read. */
export function definedJobs(text: string): Readonly<Record<string, Job>> {
  const document = parseDocument(text);
  if (document.errors.length > 0) return {};
  return Workflow.safeParse(document.toJS()).data?.jobs ?? {};
}
