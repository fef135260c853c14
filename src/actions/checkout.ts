// What the job's checkout has, by the inputs of https://github.com/actions/checkout: its git history, its submodules.
import type { History, Script } from '../incident/reproduction.ts';
import { ownStep } from './scripts/own-step.ts';
import type { WorkflowJob } from './workflow.ts';
import type { WorkflowStep } from './workflow-steps.ts';

/** What a checkout without these inputs has, and a job whose workflow file is unknown. */
const usual: History = { depth: 1, tags: false };

/** The history that the job's checkout of its own repository asks for. */
export function historyOf(job: WorkflowJob | null): History {
  const step = ownCheckout(job);
  if (step === undefined) return usual;
  const depth = Math.floor(Number(step.with['fetch-depth'] ?? usual.depth));
  // As the action reads it: what is no number, or below zero, means all of it. All of it has tags.
  const isWhole = !(depth > 0);
  return { depth: isWhole ? 0 : depth, tags: isWhole || /^true$/i.test(String(step.with['fetch-tags'] ?? '')) };
}

/** The commands with which the action fetches the submodules; none unless its input asks for them. Private ones need a key that only CI has. */
export function submodulesOf(job: WorkflowJob | null): readonly Script[] {
  const asked = String(ownCheckout(job)?.with['submodules'] ?? '').toLowerCase();
  if (asked !== 'true' && asked !== 'recursive') return [];
  const nested = asked === 'recursive' ? ' --recursive' : '';
  const { depth } = historyOf(job);
  const shallow = depth === 0 ? '' : ` --depth=${depth}`;
  const text = `git submodule sync${nested}\ngit ${overHttps} submodule update --init --force${shallow}${nested}`;
  return [ownStep(text, { env: { GIT_TERMINAL_PROMPT: '0' } })];
}

/** The action does so where it has no SSH key. */
const overHttps = '-c url.https://github.com/.insteadOf=git@github.com:';

function ownCheckout(job: WorkflowJob | null): WorkflowStep | undefined {
  return job?.steps.find(({ uses, with: inputs }) => isCheckout(uses) && !inputs['repository'] && !inputs['path']);
}

function isCheckout(uses: string | null): boolean {
  return uses?.startsWith('actions/checkout@') ?? false;
}
