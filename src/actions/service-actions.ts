// Actions that start a service in Docker on GitHub's machine. The job's `services:` would do the same.
import type { WorkflowStep } from './workflow-steps.ts';

type Inputs = WorkflowStep['with'];

/** https://github.com/supercharge/redis-github-action, https://github.com/supercharge/mongodb-github-action */
const actions: Readonly<Record<string, (inputs: Inputs) => { readonly [name: string]: unknown }>> = {
  'supercharge/redis-github-action': inputs => ({
    image: `${inputs['redis-image'] ?? 'redis'}:${inputs['redis-version'] ?? 'latest'}`,
    ports: [`${inputs['redis-port'] ?? 6379}:6379`],
    options: '--health-cmd "redis-cli ping"',
  }),
  'supercharge/mongodb-github-action': inputs => ({
    image: `${inputs['mongodb-image'] ?? 'mongo'}:${inputs['mongodb-version'] ?? 'latest'}`,
    ports: [`${inputs['mongodb-port'] ?? 27017}:27017`],
  }),
};

export function startsService(step: WorkflowStep): boolean {
  return Object.hasOwn(actions, nameOf(step));
}

/** As a workflow file would define them under `services:`. */
export function serviceDefinitions(steps: readonly WorkflowStep[]): Record<string, unknown> {
  const defined = steps.flatMap(step => {
    if (!startsService(step)) return [];
    const name = nameOf(step);
    return [[name.replace(/^.*\/|-github-action$/g, ''), actions[name]?.(step.with)]];
  });
  return Object.fromEntries(defined);
}

function nameOf({ uses }: WorkflowStep): string {
  return uses?.split('@')[0] ?? '';
}
