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
