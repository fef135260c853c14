// Which Python image replaces the job's machine, and what it lacks.

import type { WorkflowJob } from '../../../actions/workflow.ts';
import type { WorkflowStep } from '../../../actions/workflow-steps.ts';
import type { RecipeFacts } from '../../contract/building.ts';

const assumed = '3.11';

/** Actions whose effect the sandbox has anyway, gets from the recipe or does not need. */
const accountedFor =
  /^(?:actions\/(?:checkout|setup-python|cache(?:\/.*)?|upload-artifact|github-script)|codecov\/.*|coverallsapp\/.*|astral-sh\/setup-uv|snok\/install-poetry|abatilo\/actions-poetry|pdm-project\/setup-pdm|pypa\/hatch|wntrblm\/nox)@/;

export function image(facts: RecipeFacts, job: WorkflowJob | null): { image: string; notes: readonly string[] } {
  const version = pythonVersion(facts, job);
  const notes =
    version === null ? [`Assumed Python ${assumed}: neither the log nor the workflow names a version.`] : [];
  const asked = job?.steps.map(step => String(step.with['python-version'] ?? '')).find(text => /^pypy/i.test(text));
  const pypy = asked === undefined ? [] : [`CI ran on ${asked}; the sandbox has CPython.`];
  return {
    image: `python:${version ?? assumed}-slim`,
    notes: [...notes, ...pypy, ...(job === null ? [] : missing(job))],
  };
}

/** `3.11`, or null if nothing names one. */
function pythonVersion(facts: RecipeFacts, job: WorkflowJob | null): string | null {
  const setup = job?.steps.find(step => step.uses?.startsWith('actions/setup-python@'));
  const named = [
    facts.evidence.languageVersion,
    String(setup?.with['python-version'] ?? ''),
    /^(?:.*\/)?python:(.*)$/.exec(job?.container ?? '')?.[1],
    facts.texts.get('.python-version'),
  ];
  const versions = named.map(text => /^\s*(?:pypy-?)?(3\.\d+)(?:\D|$)/.exec(text ?? '')?.[1]);
  return versions.find(version => version !== undefined) ?? null;
}

/** As compilers, setuptools, Meson and the packages' own build scripts say it. */
const wantsMore =
  /(?:unable to execute|No such file or directory:|command) '?(?:\S*\/)?(?:x86_64-linux-gnu-)?(?:gcc|g\+\+|cc|c\+\+|clang|make|cmake|pkg-config)\b|fatal error: \S+\.h: No such file|Unknown compiler\(s\)|(?:pg_config|mysql_config|xml2-config|xslt-config|pkg-config|curl-config)\b.{0,60}not found|(?:gcc|cc|make|cmake|pkg-config): (?:command )?not found/i;

/** The full image has compilers and the headers of common libraries, which GitHub's runner has too. */
export function fallbackImage(image: string, output: string): string | null {
  return image.endsWith('-slim') && wantsMore.test(output) ? image.slice(0, -'-slim'.length) : null;
}

function missing(job: WorkflowJob): readonly string[] {
  const notes: string[] = [];
  if (/windows|macos/i.test(job.runsOn))
    notes.push(`CI ran on ${job.runsOn.replaceAll('"', '')}; the sandbox is Linux.`);
  if (job.container !== null) notes.push(`The job's container ${job.container} is replaced by a Python image.`);
  return [...notes, ...job.steps.flatMap(ofStep)];
}

function ofStep({ uses, with: given }: WorkflowStep): readonly string[] {
  if (uses === null) return [];
  if (uses.startsWith('./')) return [`Of the action ${uses}, only the commands in the log were run.`];
  if (!accountedFor.test(uses)) return [`The action ${uses} was not run.`];
  if (!uses.startsWith('actions/checkout@')) return [];
  const unfollowed = ['submodules', 'lfs', 'path', 'repository'].filter(option => given[option]);
  return unfollowed.map(option => `Ignored the checkout option ${option}.`);
}
