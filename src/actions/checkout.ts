// Which git history the job's checkout has, by the inputs of https://github.com/actions/checkout.
import type { History } from '../incident/reproduction.ts';
import type { WorkflowJob } from './workflow.ts';

/** What a checkout without these inputs has, and a job whose workflow file is unknown. */
const usual: History = { depth: 1, tags: false };

/** The history that the job's checkout of its own repository asks for. */
export function historyOf(job: WorkflowJob | null): History {
  const step = job?.steps.find(
    ({ uses, with: inputs }) => isCheckout(uses) && !inputs['repository'] && !inputs['path'],
  );
  if (step === undefined) return usual;
  const depth = Math.floor(Number(step.with['fetch-depth'] ?? usual.depth));
  // As the action reads it: what is no number, or below zero, means all of it. All of it has tags.
  const isWhole = !(depth > 0);
  return { depth: isWhole ? 0 : depth, tags: isWhole || /^true$/i.test(String(step.with['fetch-tags'] ?? '')) };
}

function isCheckout(uses: string | null): boolean {
  return uses?.startsWith('actions/checkout@') ?? false;
}
