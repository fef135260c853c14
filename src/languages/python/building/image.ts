// Which Python image replaces the job's machine, and what it lacks.

import { startsService } from '../../../actions/service-actions.ts';
import type { WorkflowJob } from '../../../actions/workflow.ts';
import type { WorkflowStep } from '../../../actions/workflow-steps.ts';
import type { RecipeFacts } from '../../contract/building.ts';
import { containerImage } from './container.ts';
import { installedBy } from './tools.ts';

const assumed = '3.11';

/** Actions whose effect the sandbox has anyway, gets from the recipe or does not need. */
const accountedFor =
  /^(?:actions\/(?:checkout|setup-python|cache(?:\/.*)?|upload-artifact|github-script)|codecov\/.*|coverallsapp\/.*)@/;

export function image(facts: RecipeFacts, job: WorkflowJob | null): { image: string; notes: readonly string[] } {
  const container = containerImage(job);
  const version = pythonVersion(facts, job);
  const notes = [
    ...(container === null && version === null
      ? [`Assumed Python ${assumed}: neither the log nor the workflow names a version.`]
      : []),
    ...otherPython(job),
    ...(job === null ? [] : missing(job)),
  ];
  return { image: container ?? `python:${version ?? assumed}-slim`, notes };
}

/** `3.11`, or null if nothing names one. */
function pythonVersion(facts: RecipeFacts, job: WorkflowJob | null): string | null {
  const setup = job?.steps.find(step => step.uses?.startsWith('actions/setup-python@'));
  const named = [
    facts.evidence.languageVersion,
    String(setup?.with['python-version'] ?? ''),
    /^python:(.*)/.exec(job?.container?.split('/').at(-1) ?? '')?.[1],
    facts.texts.get('.python-version'),
  ];
  const versions = named.map(text => /^\s*(?:pypy-?)?(3\.\d+)(?:\D|$)/.exec(text ?? '')?.[1]);
  return versions.find(version => version !== undefined) ?? null;
}

/** An interpreter that is not the image's. */
function otherPython(job: WorkflowJob | null): readonly string[] {
  const inputs =
    job?.steps.map(step =>
      String(step.with['python-version'] ?? '')
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean),
    ) ?? [];
  const several = inputs.find(versions => versions.length > 1);
  const asked = inputs.filter(versions => versions.length === 1).flat();
  const pypy = asked.filter(text => /^pypy/i.test(text)).slice(0, 1);
  const exact = asked.flatMap(text => /^(3\.\d+)\.\d+$/.exec(text)?.slice(0, 2) ?? []);
  const threaded = asked.find(text => /^3\.\d+t(?:-dev)?$/.test(text));
  return [
    ...(several === undefined ? [] : [`CI set up Python ${several.join(', ')}; the sandbox has only one.`]),
    ...pypy.map(text => `CI ran on ${text}; the sandbox has CPython.`),
    ...(exact.length === 0 ? [] : [`CI asked for Python ${exact[0]}; the sandbox has the latest ${exact[1]}.`]),
    ...(threaded === undefined
      ? []
      : [`CI ran on the free-threaded Python ${threaded}; the sandbox has the usual one.`]),
  ];
}

/** As compilers, setuptools, Meson and the packages' own build scripts say it. */
const wantsMore =
  /(?:unable to execute|No such file or directory:|command) '?(?:\S{0,300}\/)?(?:x86_64-linux-gnu-)?(?:gcc|g\+\+|cc|c\+\+|clang|make|cmake|pkg-config)\b|fatal error: \S{1,300}\.h: No such file|Unknown compiler\(s\)|(?:pg_config|mysql_config|xml2-config|xslt-config|pkg-config|curl-config)\b.{0,60}not found|(?:gcc|cc|make|cmake|pkg-config): (?:command )?not found/i;

/** The full image of Python has compilers and the headers of common libraries, which GitHub's runner has too. */
export function fallbackImage(image: string, output: string): string | null {
  return /^python:.*-slim$/.test(image) && wantsMore.test(output) ? image.slice(0, -'-slim'.length) : null;
}

function missing(job: WorkflowJob): readonly string[] {
  const notes: string[] = [];
  if (/windows|macos/i.test(job.runsOn))
    notes.push(`CI ran on ${job.runsOn.replaceAll('"', '')}; the sandbox is Linux.`);
  if (/\barm\b|-arm/i.test(job.runsOn)) notes.push('CI ran on an ARM machine; the sandbox may not.');
  if (job.container !== null && containerImage(job) === null)
    notes.push(`The job's container ${job.container} is replaced by a Python image.`);
  return [...notes, ...job.steps.flatMap(ofStep)];
}

function ofStep(step: WorkflowStep): readonly string[] {
  const { uses, with: given } = step;
  if (uses === null || installedBy(step).length > 0 || startsService(step)) return [];
  if (uses.startsWith('./')) return [`Of the action ${uses}, only the commands in the log were run.`];
  if (!accountedFor.test(uses)) return [`The action ${uses} was not run.`];
  if (!uses.startsWith('actions/checkout@')) return [];
  const unfollowed = ['lfs', 'path', 'repository'].filter(option => given[option]);
  return unfollowed.map(option => `Ignored the checkout option ${option}.`);
}
