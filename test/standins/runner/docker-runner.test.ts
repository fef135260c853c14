// The local GitHub's runner, on the real engine: workflows in, jobs with logs in GitHub's form out.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { containersOf, linesOf, outline, runWorkflow, workflowPath } from './run-workflow.ts';

const demo = new URL('../../../demo-repo', import.meta.url).pathname;
const demoWorkflow = readFileSync(`${demo}/${workflowPath}`, 'utf8');

describe('the demo repository', () => {
  test('fails with the TypeError in the log of its failing step', async () => {
    const [job] = await runWorkflow(demoWorkflow, { folder: demo, without: ['.rehearsal'] });
    expect(job?.conclusion).toBe('failure');
    expect(outline(job)).toEqual([
      'Set up job: success',
      'Run actions/checkout@v4: success',
      'Run actions/setup-python@v5: success',
      'Install: success',
      'Test: failure',
      'Post Run actions/setup-python@v5: success',
      'Post Run actions/checkout@v4: success',
      'Complete job: success',
    ]);
    const log = linesOf(job, 'Test');
    expect(log).toContain("E       TypeError: 'NoneType' object is not subscriptable");
    expect(log).toContain('rootdir: /home/runner/work/engine/engine, configfile: pyproject.toml, testpaths: tests');
    expect(log.at(-1)).toBe('##[error]Process completed with exit code 1.');
  });

  test('passes without the test that asks for an unknown user, and its log has GitHub’s shape', async () => {
    const material = { folder: demo, without: ['.rehearsal', 'tests/test_unknown_user.py'] };
    const [job] = await runWorkflow(demoWorkflow, material);
    expect(job?.conclusion).toBe('success');
    expect(job?.labels).toEqual(['ubuntu-latest']);
    expect(job?.steps.map(step => step.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const raw = job?.steps[4]?.log ?? '';
    expect(raw).toMatch(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z .*\n)+$/);
    expect(raw).toContain(' \u001b[36;1mpython -m pytest\u001b[0m\n');
    const header = linesOf(job, 'Test');
    expect(header.slice(0, 4)).toEqual([
      '##[group]Run python -m pytest',
      'python -m pytest',
      'shell: /usr/bin/bash -e {0}',
      'env:',
    ]);
    expect(header).toContain('##[endgroup]');
  });
});

describe('a job', () => {
  test('finds the package index, and its log does not show it', async () => {
    const [job] = await runWorkflow(
      'jobs: { test: { steps: [{ name: Look, run: \'test "$PIP_INDEX_URL" = http://index.test/simple/\' }] } }',
      { packageIndex: { PIP_INDEX_URL: 'http://index.test/simple/' } },
    );
    expect(job?.conclusion).toBe('success');
    expect(linesOf(job, 'Look')).not.toContain('  PIP_INDEX_URL: http://index.test/simple/');
  });

  test('is run once for every combination of its matrix', async () => {
    const jobs = await runWorkflow(`
      jobs:
        test:
          runs-on: \${{ matrix.os }}
          strategy:
            matrix:
              os: [linux]
              word: [red, green]
              include: [{ word: green, extra: 1 }]
          steps:
            - run: test \${{ matrix.word }} = green
            - if: matrix.extra == 1 && github.ref == 'refs/heads/main'
              run: echo extra`);
    expect(jobs.map(job => [job.name, job.conclusion])).toEqual([
      ['test (linux, red)', 'failure'],
      ['test (linux, green)', 'success'],
    ]);
    expect(jobs[0]?.labels).toEqual(['linux']);
    expect(jobs[0]?.steps[1]?.name).toBe('Run test red = green');
    expect(linesOf(jobs[1], 'Run echo extra').at(-1)).toBe('extra');
  });

  test('gives its steps the variables of workflow, job and step, and their working directory', async () => {
    const [job] = await runWorkflow(
      `
      env: { A: workflow, B: workflow, C: workflow }
      defaults: { run: { working-directory: inner } }
      jobs:
        test:
          runs-on: ubuntu-latest
          env: { B: job, C: job }
          steps:
            - uses: actions/checkout@v5
            - name: Show
              env: { C: "step of \${{ env.B }}" }
              run: echo "$A $B $C $CI $GITHUB_REPOSITORY"; pwd; cat here.txt
            - { name: Root, working-directory: /, run: pwd }`,
      // A checkout has the file, though `git archive` would leave it out.
      { files: { 'inner/here.txt': 'a file of the commit\n', '.gitattributes': 'here.txt export-ignore\n' } },
    );
    expect(linesOf(job, 'Show').slice(-3)).toEqual([
      'workflow job step of job true ada/engine',
      '/home/runner/work/engine/engine/inner',
      'a file of the commit',
    ]);
    expect(linesOf(job, 'Root').at(-1)).toBe('/');
  });

  test('stops at a failing step, but not before always() and failure()', async () => {
    const [job] = await runWorkflow(`
      jobs:
        test:
          runs-on: ubuntu-latest
          steps:
            - { name: forgiven, run: exit 3, continue-on-error: true }
            - { name: pipe, shell: bash, run: false | true }
            - { name: later, run: echo later }
            - { name: cleaning, if: always(), run: echo cleaning }
            - { name: mourning, if: "\${{ failure() && env.NO == '' }}", run: echo mourning }`);
    expect(outline(job)).toEqual([
      'Set up job: success',
      'forgiven: success',
      'pipe: failure',
      'later: skipped',
      'cleaning: success',
      'mourning: success',
      'Complete job: success',
    ]);
    expect(linesOf(job, 'pipe')).toContain('shell: /usr/bin/bash --noprofile --norc -e -o pipefail {0}');
    expect(linesOf(job, 'forgiven').at(-1)).toBe('##[error]Process completed with exit code 3.');
  });

  test('says in words which action it skips, and which condition it cannot read', async () => {
    const [job] = await runWorkflow(`
      jobs:
        test:
          runs-on: ubuntu-latest
          steps:
            - uses: codecov/codecov-action@v5
              with: { key: "\${{ hashFiles('**/requirements.txt') }}" }
            - { name: odd, if: "nonsense(", run: echo never }`);
    expect(outline(job).slice(1, 3)).toEqual(['Run codecov/codecov-action@v5: skipped', 'odd: failure']);
    expect(linesOf(job, 'Run codecov/codecov-action@v5').at(-1)).toMatch(
      /^##\[warning\].*codecov-action@v5 is skipped/,
    );
  });

  test('hands on variables, paths, outputs and masks from step to step', async () => {
    const [job] = await runWorkflow(`
      jobs:
        test:
          runs-on: ubuntu-latest
          steps:
            - id: first
              run: |
                echo "::add-mask::hush"
                echo "::error file=a.py,line=1::broken: badly"
                echo "WORD=spoken" >> "$GITHUB_ENV"
                printf 'POEM<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_ENV"
                mkdir /extra && echo /extra >> "$GITHUB_PATH"
                printf '#!/bin/sh\\necho tool ran' > /extra/mytool && chmod +x /extra/mytool
                echo "answer=42" >> $GITHUB_OUTPUT
            - name: second
              shell: python
              run: |
                import os, subprocess
                print(os.environ["WORD"], repr(os.environ["POEM"]), \${{ steps.first.outputs.answer }}, "hush")
                subprocess.run(["mytool"])
            - { name: bad, run: echo nonsense >> $GITHUB_ENV }`);
    expect(job?.steps[1]?.log).toContain(' ##[error]broken: badly\n');
    expect(linesOf(job, 'second')).toContain("spoken 'one\\ntwo' 42 ***");
    expect(linesOf(job, 'second')).toContain('tool ran');
    expect(linesOf(job, 'bad').at(-1)).toBe("##[error]Invalid format 'nonsense'");
  });

  test('that overruns its time is ended, and so is a step', async () => {
    const jobs = await runWorkflow(`
      jobs:
        step:
          runs-on: ubuntu-latest
          steps: [{ name: slow, run: sleep 60, timeout-minutes: 0.01 }]
        job:
          runs-on: ubuntu-latest
          timeout-minutes: 0.01
          steps: [{ name: slow, run: sleep 60 }, { name: next, run: echo next }]`);
    expect(jobs.map(job => job.conclusion)).toEqual(['failure', 'timed_out']);
    expect(outline(jobs[1])).toContain('next: skipped');
  });

  test('is not held up by a process that a step leaves in the background', async () => {
    const [job] = await runWorkflow('jobs: { a: { runs-on: x, steps: [{ run: sleep 600 & echo started }] } }');
    expect(outline(job)).toContain('Run sleep 600 & echo started: success');
  });

  test('waits for the jobs it needs, and is left out when they failed', async () => {
    const jobs = await runWorkflow(`
      jobs:
        last: { needs: [first], runs-on: x, steps: [{ run: echo last }] }
        report: { needs: first, if: failure(), runs-on: x, steps: [{ run: echo report }] }
        first: { runs-on: x, steps: [{ run: exit 1 }] }`);
    expect(jobs.map(job => [job.name, job.conclusion])).toEqual([
      ['first', 'failure'],
      ['report', 'success'],
    ]);
  });

  test('falls back to the Python that is there, and says so', async () => {
    const [job] = await runWorkflow(`
      jobs:
        test:
          runs-on: ubuntu-latest
          steps:
            - uses: actions/setup-python@v5
              with: { python-version: "2.99" }
            - run: python --version`);
    expect(job?.conclusion).toBe('success');
    expect(linesOf(job, 'Run actions/setup-python@v5')).toContain(
      '##[warning]There is no image python:2.99-slim here and none can be pulled; using python:3.11-slim.',
    );
  });
});

describe('the runner', () => {
  test('refuses a workflow file that is none, naming it', async () => {
    await expect(runWorkflow('jobs: 3')).rejects.toThrow('Invalid workflow file .github/workflows/ci.yml');
    await expect(runWorkflow('jobs: { a: { needs: b, steps: [] } }')).rejects.toThrow('needs of a can never be met');
  });

  test('leaves no container behind, not even after a failing job', async () => {
    const owner = `breaking-${randomUUID()}`;
    const [job] = await runWorkflow('jobs: { a: { runs-on: x, steps: [{ run: exit 1 }] } }', { owner });
    expect(job?.conclusion).toBe('failure');
    expect(await containersOf(owner)).toBe(0);
  });
});
