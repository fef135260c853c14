// A small repository with one failing test, and what GitHub knows of the run that failed: workflow, job and log.
import { stringify } from 'yaml';
import type { Job, JobStep } from '../../../src/incident/job.ts';

/** A step as its author wrote it, and as its log shows it. */
export interface WrittenStep {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
  /** The script with its expressions filled in, where it has any. */
  readonly logged?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
  /** Lines that it printed. */
  readonly output?: readonly string[];
  /** The steps of a composite action, which GitHub logs within this one. */
  readonly inner?: readonly WrittenStep[];
}

export interface SmallRepository {
  readonly kind: string;
  /** Without the workflow. */
  readonly files: Readonly<Record<string, string>>;
  /** After checkout and setup-python, which every job begins with; the last one failed with exit code 1. */
  readonly steps: readonly WrittenStep[];
  /** More of the job's keys: `container`, `services`, `strategy`, `env`. */
  readonly job?: Readonly<Record<string, unknown>>;
  /** As GitHub shows it, with the matrix values. */
  readonly jobName?: string;
  /** The shell of a step that names none, as logged. */
  readonly shell?: string;
  /** The test that fails, as the log names it. */
  readonly failing: string;
  /** The same from the root of the repository, where that differs. */
  readonly fromTheRoot?: string;
}

export const workflowPath = '.github/workflows/ci.yml';
export const repository = { owner: 'acme', name: 'shop' };
/** A second for each step. */
const startedAt = Date.UTC(2026, 10, 2, 9, 14, 1);

const opening: readonly WrittenStep[] = [
  {
    uses: 'actions/checkout@v4',
    output: [
      'Syncing repository: acme/shop',
      '[command]/usr/bin/git checkout --progress --force refs/remotes/origin/main',
    ],
  },
  {
    uses: 'actions/setup-python@v5',
    with: { 'python-version': '3.11' },
    output: ['##[group]Installed versions', 'Successfully set up CPython (3.11.9)', '##[endgroup]'],
  },
];

/** As it is written in a workflow. */
export function expression(text: string): string {
  return `$\{{ ${text} }}`;
}

/** All files, the workflow's among them. */
export function filesOf(given: SmallRepository): Record<string, string> {
  const steps = [...opening, ...given.steps].map(({ output, inner, logged, ...written }) => written);
  const test = { 'runs-on': 'ubuntu-latest', ...given.job, steps };
  return { ...given.files, [workflowPath]: stringify({ name: 'CI', on: ['push'], jobs: { test } }) };
}

/** The failed job as GitHub's API shows it. */
export function jobOf(given: SmallRepository): Job {
  const names = ['Set up job', ...[...opening, ...given.steps].map(nameOf)];
  const steps = names.map((name, index): JobStep => {
    const conclusion = index === names.length - 1 ? 'failure' : 'success';
    return { number: index + 1, name, conclusion, startedAt: second(index), completedAt: second(index + 1) };
  });
  return {
    id: 71,
    name: given.jobName ?? 'test',
    conclusion: 'failure',
    url: 'https://github.com/acme/shop/actions/runs/7/job/71',
    startedAt: second(0),
    steps,
  };
}

/** The log of the whole job: half of real archives hold nothing else. */
export function logOf(given: SmallRepository): string {
  const steps = [...opening, ...given.steps];
  const lines = [
    [
      "Current runner version: '2.329.0'",
      'Prepare workflow directory',
      `Complete job name: ${given.jobName ?? 'test'}`,
    ],
    ...steps.map(step => linesOf(step, given)),
  ];
  lines.at(-1)?.push('##[error]Process completed with exit code 1.');
  const stamped = lines.flatMap((ofStep, index) =>
    ofStep.map((line, at) => `${new Date(+second(index) + at).toISOString().replace('Z', '0000Z')} ${line}`),
  );
  return `\uFEFF${stamped.join('\n')}\n`;
}

function linesOf(step: WrittenStep, given: SmallRepository): string[] {
  const script = (step.logged ?? step.run ?? '').trimEnd().split('\n');
  const heading = step.uses ?? script[0] ?? '';
  const body = step.run === undefined ? [] : script.map(line => `\u001B[36;1m${line}\u001B[0m`);
  const shell = step.run === undefined ? [] : [`shell: ${loggedShell(step, given)}`];
  return [
    `##[group]Run ${heading}`,
    ...body,
    ...block('with:', step.with),
    ...shell,
    ...block('env:', { ...(given.job?.['env'] as Record<string, string> | undefined), ...step.env }),
    '##[endgroup]',
    ...(step.inner ?? []).flatMap(each => linesOf(each, given)),
    ...(step.output ?? []),
  ];
}

/** A bare name is shown as the runner calls it. */
function loggedShell({ shell }: WrittenStep, given: SmallRepository): string {
  if (shell === 'bash') return '/usr/bin/bash --noprofile --norc -e -o pipefail {0}';
  if (shell === 'python') return '/opt/hostedtoolcache/Python/3.11.9/x64/bin/python {0}';
  return given.shell ?? '/usr/bin/bash -e {0}';
}

function block(title: string, values: Readonly<Record<string, string>> = {}): string[] {
  const lines = Object.entries(values).map(([name, value]) => `  ${name}: ${value}`);
  return lines.length > 0 ? [title, ...lines] : [];
}

function nameOf({ name, uses, run, logged }: WrittenStep): string {
  return name ?? `Run ${uses ?? (logged ?? run ?? '').split('\n', 1)[0]}`;
}

function second(index: number): Date {
  return new Date(startedAt + index * 1_000);
}
