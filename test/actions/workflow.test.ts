import { describe, expect, test } from '@jest/globals';
import { stepOf, workflowJob } from '../../src/actions/workflow.ts';

/** Each job has one step that says its key. */
function workflow(...jobs: string[]): string {
  const texts = jobs.map(key => `  ${key}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${key}`);
  return `jobs:\n${texts.join('\n')}\n`;
}

describe('the job of a name', () => {
  test.each<[string, string[], string, string | null]>([
    ['the first that has it', ['test', 'lint'], 'test', 'echo test'],
    ['the second', ['lint', 'test'], 'test', 'echo test'],
    ['the only one, whatever its name', ['test'], 'Something else', 'echo test'],
    ['none of several that do not match', ['lint', 'test'], 'Something else', null],
    ['none where there are none', [], 'test', null],
  ])('is %s', (_, jobs, jobName, run) => {
    const text = jobs.length > 0 ? workflow(...jobs) : 'jobs: {}\n';
    expect(workflowJob(text, jobName)?.steps[0]?.run ?? null).toBe(run);
  });

  test.each(['', 'jobs: [1]', ': :\n- {', 'name: x'])('is none in a file that is no workflow: %j', text => {
    expect(workflowJob(text, 'test')).toBeNull();
  });

  test('of a workflow that is called is found in the file of that', () => {
    const caller = 'jobs:\n  call:\n    uses: ./.github/workflows/other.yml\n';
    const others = new Map([['.github/workflows/other.yml', workflow('lint', 'test')]]);
    expect(workflowJob(caller, 'call / test', others)?.steps[0]?.run).toBe('echo test');
    expect(workflowJob(caller, 'call / Something else', others)).toBeNull();
  });

  test('of a workflow that is called is found beside jobs of any name, and under a caller whose name is divided too', () => {
    const caller = `
jobs:
  any: { name: '\${{ matrix.name }}', strategy: { matrix: '\${{ fromJSON(needs.plan.outputs.m) }}' }, steps: [{ run: echo any }] }
  call: { name: Linux / fast, uses: ./.github/workflows/other.yml, strategy: { matrix: { os: [a, b] } } }
  gone: { uses: 'acme/elsewhere/.github/workflows/test.yml@main' }
`;
    const others = new Map([['.github/workflows/other.yml', workflow('lint', 'test')]]);
    const runOf = (name: string) => workflowJob(caller, name, others)?.steps[0]?.run ?? null;
    expect(runOf('Linux / fast (b) / test')).toBe('echo test');
    expect(runOf('a / b')).toBe('echo any');
    expect(runOf('gone / test')).toBeNull();
  });
});

test('steps are filled in as far as the name of the job tells, and folders lie in the work tree', () => {
  const text = `
env: { A: '1', B: '\${{ secrets.B }}' }
defaults: { run: { working-directory: api } }
jobs:
  test:
    runs-on: \${{ matrix.os }}
    container: { image: 'python:\${{ matrix.python }}' }
    services: { db: { image: postgres } }
    env: { A: '2', P: 'py\${{ matrix.python }}' }
    strategy: { matrix: { os: [linux], python: ['3.10', '3.11'] } }
    steps:
      - uses: actions/setup-python@v5
        with: { python-version: '\${{ matrix.python }}', token: '\${{ github.token }}' }
      - run: echo \${{ matrix.python }}
        env: { A: '3' }
      - run: make
        working-directory: \${{ github.workspace }}/sub
      - run: make
        working-directory: $GITHUB_WORKSPACE/sub
`;
  const job = workflowJob(text, 'test (linux, 3.11)');
  expect(job).toMatchObject({ runsOn: '"linux"', container: 'python:3.11', services: { services: [{ name: 'db' }] } });
  expect(job?.steps.map(step => [step.run, step.directory, step.env])).toEqual([
    [null, 'api', { A: '2', P: 'py3.11' }],
    [`echo \${{ matrix.python }}`, 'api', { A: '3', P: 'py3.11' }],
    ['make', './sub', { A: '2', P: 'py3.11' }],
    ['make', './sub', { A: '2', P: 'py3.11' }],
  ]);
  expect(job?.steps[0]?.with).toEqual({ 'python-version': '3.11', token: `\${{ github.token }}` });
});

test('a step is found by the script that the log shows of it', () => {
  const job = workflowJob(`jobs:\n  test:\n    steps:\n      - run: echo a\n      - run: echo \${{ x }} b\n`, 'test');
  expect(stepOf(job, 'echo 1 b\n')).toBe(job?.steps[1]);
  expect(stepOf(job, 'echo 1 c')).toBeNull();
  expect(stepOf(null, 'echo a')).toBeNull();
});

test('of several steps that fit a script, the one with the most in common is found', () => {
  const steps = `[{ run: '\${{ matrix.command }}' }, { run: 'pytest \${{ x }}', working-directory: api }]`;
  const job = workflowJob(`jobs:\n  test:\n    steps: ${steps}\n`, 'test');
  expect(stepOf(job, 'pytest tests')).toBe(job?.steps[1]);
  expect(stepOf(job, 'make')).toBe(job?.steps[0]);
});

describe("an action of the repository's own", () => {
  // Cut down from pytest's own workflow, and Poetry's.
  const text = `
jobs:
  test:
    defaults: { run: { working-directory: api } }
    env: { MODE: ci }
    strategy: { matrix: { python: ['3.11', '3.12'] } }
    steps:
      - uses: ./.github/actions/setup
        with: { python-version: '\${{ matrix.python }}' }
        env: { OUTER: '1' }
      - run: make
`;
  const setup = `
inputs:
  python-version: { default: '' }
  extras: { description: what to install, default: test }
  token: { default: '\${{ github.token }}' }
runs:
  using: composite
  steps:
    - uses: astral-sh/setup-uv@v8
      with: { python-version: '\${{ inputs.python-version }}' }
    - uses: ./.github/actions/deeper/
      with: { version: 'py\${{ inputs.python-version }}' }
    - run: uv pip install .[\${{ inputs.extras }}]
      shell: bash
      working-directory: backend
      env: { VERSION: '\${{ inputs.python-version }}', TOKEN: '\${{ inputs.token }}' }
`;
  const deeper = `runs: { using: composite, steps: [{ run: 'echo \${{ inputs.version }}', working-directory: '\${{ github.action_path }}' }] }`;
  const others = new Map([
    ['.github/actions/setup/action.yml', setup],
    ['.github/actions/deeper/action.yaml', deeper],
  ]);

  test('stands for its own steps, with their inputs, folders and variables', () => {
    const steps = workflowJob(text, 'test (3.12)', others)?.steps ?? [];
    expect(steps.map(({ uses, run, directory }) => [uses ?? run, directory])).toEqual([
      ['astral-sh/setup-uv@v8', null],
      [`echo \${{ inputs.version }}`, '.github/actions/deeper'],
      [`uv pip install .[\${{ inputs.extras }}]`, 'backend'],
      ['make', 'api'],
    ]);
    expect(steps[0]?.with).toEqual({ 'python-version': '3.12' });
    expect(steps[2]?.env).toEqual({ MODE: 'ci', OUTER: '1', VERSION: '3.12' });
    expect(steps.map(({ actionFolder }) => actionFolder)).toEqual([
      '.github/actions/setup',
      '.github/actions/deeper',
      '.github/actions/setup',
      null,
    ]);
  });

  test.each<[string, ReadonlyMap<string, string>]>([
    ['that is missing', new Map()],
    ['in JavaScript', new Map([['.github/actions/setup/action.yml', 'runs: { using: node24, main: index.js }']])],
    ['that cannot be read', new Map([['.github/actions/setup/action.yml', 'runs: [']])],
  ])('%s stays a step of its own', (_, others) => {
    expect(workflowJob(text, 'test (3.12)', others)?.steps[0]?.uses).toBe('./.github/actions/setup');
  });

  test('that uses itself ends', () => {
    const itself = 'runs: { using: composite, steps: [{ uses: ./.github/actions/setup }] }';
    const steps = workflowJob(text, 'test (3.12)', new Map([['.github/actions/setup/action.yml', itself]]))?.steps;
    expect(steps).toHaveLength(2);
  });
});

test('a workflow that is called knows its inputs, and their defaults', () => {
  const caller = `
jobs:
  call:
    uses: ./.github/workflows/other.yml
    strategy: { matrix: { postgres: [15, 16] } }
    with: { image: 'postgres:\${{ matrix.postgres }}', folder: '\${{ needs.plan.outputs.folder }}' }
`;
  const other = `
on: { workflow_call: { inputs: { image: { type: string }, folder: {}, python: { default: '3.12' } } } }
jobs:
  test:
    services: { db: { image: '\${{ inputs.image }}' } }
    steps: [{ run: make, working-directory: '\${{ inputs.folder }}', env: { PY: '\${{ inputs.python }}' } }]
`;
  const job = workflowJob(caller, 'call (16) / test', new Map([['.github/workflows/other.yml', other]]));
  expect(job?.services.services.map(({ image }) => image)).toEqual(['postgres:16']);
  expect(job?.steps[0]).toMatchObject({ directory: `\${{ inputs.folder }}`, env: { PY: '3.12' } });
});
