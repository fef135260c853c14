// The job's own container: what GitHub ran the steps in, so that nothing need take its place.
import { ownStep } from '../../../actions/scripts/own-step.ts';
import type { WorkflowJob } from '../../../actions/workflow.ts';
import { installedBy } from './tools.ts';

const ofPython = /^(?:docker\.io\/)?(?:library\/)?(python:3[\w.-]*)$/;

/**
 * Its image; null without one, or where a Python image has to replace it: Alpine's programs are not those that Nightwatch needs, and
 * actions bring a Python of their own, which is not run here.
 */
export function containerImage(job: WorkflowJob | null): string | null {
  const container = job?.container ?? null;
  if (job === null || container === null || container.includes('alpine') || container.includes('${{')) return null;
  const python = ofPython.exec(container)?.[1];
  if (python !== undefined) return python;
  const hasPythonOfAction = job.steps.some(
    step => step.uses?.startsWith('actions/setup-python@') || installedBy(step).length > 0,
  );
  return hasPythonOfAction ? null : container;
}

/** Ends the setup in words where the container never got a Python; the hook needs one. */
export const needsPython = ownStep(
  `command -v python3 > /dev/null || { echo "The job's container has no python3 on its PATH, which Nightwatch needs." >&2; exit 1; }`,
  { shell: 'sh -e {0}' },
);
