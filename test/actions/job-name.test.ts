import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type JobDefinition, jobOfName } from '../../src/actions/job-name.ts';

const matrix = { python: [3.1, 3.2], os: ['linux', 'mac'], exclude: [{ python: 3.2, os: 'mac' }] };
const given = `\${{ fromJSON(needs.plan.outputs.pythons) }}`;

test.each<[string, { name?: string; matrix?: unknown }, unknown]>([
  ['test', {}, {}],
  ['tests', {}, null],
  ['lint', {}, null],
  ['Unit tests', { name: 'Unit tests' }, {}],
  ['test', { name: 'Unit tests' }, null],
  ['test (3.2, linux)', { matrix }, { python: 3.2, os: 'linux' }],
  ['Unit tests (3.1, mac)', { name: 'Unit tests', matrix }, { python: 3.1, os: 'mac' }],
  ['mac, 3.1', { name: `\${{ matrix.os }}, \${{ matrix.python }}`, matrix }, { python: 3.1, os: 'mac' }],
  [
    'py3.2 of main',
    { name: `py\${{ matrix.python }} of \${{ github.ref_name }}`, matrix },
    { python: 3.2, os: 'linux' },
  ],
  ['py4', { name: `py\${{ matrix.python }}`, matrix }, null],
  ['test (a)', { matrix: { include: [{ os: 'b' }, { os: 'a' }] } }, { os: 'a' }],
  ['test (3.9)', { matrix: { python: given } }, { python: '3.9' }],
  ['test (3.9, mac)', { matrix: { python: given, os: ['mac'] } }, { python: '3.9', os: 'mac' }],
  ['py3.9', { name: `py\${{ matrix.python }}`, matrix: { python: given } }, { python: '3.9' }],
  ['test (a, b)', { matrix: given }, {}],
  ['test (a, b)', { matrix: { include: given } }, {}],
  ['lint (a, b)', { matrix: given }, null],
  ['test (true, 0)', { matrix: { a: [true, false], b: [0], c: [''] } }, { a: true, b: 0, c: '' }],
])('the combination of a job that is called %j, of %j', (jobName, { name = null, matrix: own = {} }, expected) => {
  expect(jobOfName([{ key: 'test', name, matrix: own }], jobName)?.combination ?? null).toEqual(expected);
});

test('an excluded combination does not lend its further values to a job', () => {
  const wide = { os: ['linux', 'mac'], exclude: [{ os: 'mac' }], include: [{ os: 'mac', arch: 'arm' }] };
  const job = { key: 'test', name: `on \${{ matrix.os }}`, matrix: wide };
  expect(jobOfName([job], 'on mac')?.combination).toEqual({ os: 'mac', arch: 'arm' });
});

test('of several jobs with one name only what they have in common is known', () => {
  const job = { key: 'test', name: `on \${{ matrix.os }}`, matrix: { os: ['linux', 'mac'], python: ['3.9', '3.10'] } };
  expect(jobOfName([job], 'on mac')?.combination).toEqual({ os: 'mac' });
});

test('a name that could be any is taken only where no other fits, and one with more words first', () => {
  const jobs: JobDefinition[] = [`\${{ inputs.name }}`, `Test \${{ inputs.name }}`, `Test on \${{ inputs.os }}`].map(
    (name, at) => ({ key: `${at}`, name, matrix: {} }),
  );
  const keyOf = (name: string) => jobOfName([...jobs, { key: 'lint', name: null, matrix: {} }], name)?.key;
  expect(['lint', 'Test on linux', 'Test it', 'Docs'].map(keyOf)).toEqual(['lint', '2', '1', '0']);
});

/** Excerpts of workflows; the names are those that GitHub gave their jobs, or by its rules would. */
const REAL: Record<string, { jobs: string; named: Record<string, [string, unknown]> }> = {
  // https://github.com/pytest-dev/pytest/actions/runs/36195406393
  'pytest-dev/pytest/.github/workflows/test.yml': {
    jobs: `
      package: {}
      build:
        strategy:
          matrix:
            name: [windows-py311, ubuntu-py310-xdist]
            include:
              - { name: windows-py311, python: '3.11', os: windows-latest, tox_env: py311 }
              - { name: ubuntu-py310-xdist, python: '3.10', os: ubuntu-latest, tox_env: py310-xdist }
      check: {}`,
    named: {
      package: ['package', {}],
      'build (ubuntu-py310-xdist)': [
        'build',
        { name: 'ubuntu-py310-xdist', python: '3.10', os: 'ubuntu-latest', tox_env: 'py310-xdist' },
      ],
    },
  },
  'pallets/flask/.github/workflows/tests.yaml': {
    jobs: `
      tests:
        name: \${{ matrix.name }}
        strategy:
          matrix:
            include:
              - { name: Linux, python: '3.12', os: ubuntu-latest, tox: py312 }
              - { name: '3.8', python: '3.8', os: ubuntu-latest, tox: py38 }
      typing: {}`,
    named: {
      '3.8': ['tests', { name: '3.8', python: '3.8', os: 'ubuntu-latest', tox: 'py38' }],
      typing: ['typing', {}],
    },
  },
  'python-attrs/attrs/.github/workflows/ci.yml': {
    jobs: `
      tests:
        name: Tests & Mypy on \${{ matrix.python-version }}
        strategy:
          matrix:
            python-version: \${{ fromJson(needs.build-package.outputs.supported-python-versions) }}
      tests-pypy:
        name: Tests on \${{ matrix.python-version }}
        strategy: { matrix: { python-version: [pypy-3.9, pypy-3.10] } }
      coverage:
        name: Combine & check coverage.`,
    named: {
      'Tests & Mypy on 3.12': ['tests', { 'python-version': '3.12' }],
      'Tests on pypy-3.10': ['tests-pypy', { 'python-version': 'pypy-3.10' }],
      'Combine & check coverage.': ['coverage', {}],
    },
  },
  'urllib3/urllib3/.github/workflows/ci.yml': {
    jobs: `
      test:
        name: \${{ fromJson('{"macos-11":"macOS","ubuntu-20.04":"Ubuntu 20.04"}')[matrix.os] }} \${{ matrix.python-version }} \${{ matrix.nox-session}}
        strategy:
          matrix:
            python-version: ['3.9', '3.10']
            os: [macos-11]
            nox-session: ['']
            include:
              - { python-version: '2.7', os: ubuntu-20.04, nox-session: '' }
              - { python-version: pypy2.7, os: ubuntu-20.04, nox-session: test-pypy }
      coverage: {}`,
    named: {
      'macOS 3.10': ['test', { 'python-version': '3.10', os: 'macos-11', 'nox-session': '' }],
      'Ubuntu 20.04 pypy2.7 test-pypy': [
        'test',
        { 'python-version': 'pypy2.7', os: 'ubuntu-20.04', 'nox-session': 'test-pypy' },
      ],
    },
  },
  'pandas-dev/pandas/.github/workflows/unit-tests.yml': {
    jobs: `
      ubuntu:
        name: \${{ matrix.name || format('ubuntu-latest {0}', matrix.env_file) }}
        strategy:
          matrix:
            env_file: [actions-39.yaml, actions-311.yaml]
            pattern: ['']
            include:
              - { name: 'Locale: it_IT', env_file: actions-311.yaml, pattern: not slow, lang: it_IT.utf8 }
      macos-windows:
        name: \${{ format('{0} {1}', matrix.os, matrix.env_file) }}
        strategy: { matrix: { os: [macos-latest], env_file: [actions-39.yaml] } }
      Linux-32-bit: {}`,
    named: {
      'ubuntu-latest actions-39.yaml': ['ubuntu', { env_file: 'actions-39.yaml', pattern: '' }],
      'Locale: it_IT': [
        'ubuntu',
        { name: 'Locale: it_IT', env_file: 'actions-311.yaml', pattern: 'not slow', lang: 'it_IT.utf8' },
      ],
      'macos-latest actions-39.yaml': ['macos-windows', { os: 'macos-latest', env_file: 'actions-39.yaml' }],
      'Linux-32-bit': ['Linux-32-bit', {}],
    },
  },
  'python-trio/trio/.github/workflows/ci.yml': {
    jobs: `
      Windows:
        name: 'Windows (\${{ matrix.python }}, \${{ matrix.arch }}\${{ matrix.extra_name }})'
        strategy:
          matrix:
            python: ['3.9']
            arch: [x64]
            extra_name: ['']
            include: [{ python: '3.9', arch: x64, extra_name: ', with IFS LSP' }]
      Ubuntu:
        name: 'Ubuntu (\${{ matrix.python }}\${{ matrix.extra_name }})'
        strategy:
          matrix:
            python: ['3.9', '3.13']
            check_formatting: ['0']
            extra_name: ['']
            include: [{ python: '3.13', check_formatting: '1', extra_name: ', check formatting' }]`,
    named: {
      'Windows (3.9, x64, with IFS LSP)': ['Windows', { python: '3.9', arch: 'x64', extra_name: ', with IFS LSP' }],
      'Ubuntu (3.13)': ['Ubuntu', { python: '3.13', check_formatting: '0', extra_name: '' }],
      'Ubuntu (3.13, check formatting)': [
        'Ubuntu',
        { python: '3.13', check_formatting: '1', extra_name: ', check formatting' },
      ],
    },
  },
  'psf/black/.github/workflows/test.yml': {
    jobs: `
      build:
        strategy: { matrix: { python-version: [3.6, 3.7], os: [ubuntu-latest, macOS-latest] } }`,
    named: { 'build (3.7, macOS-latest)': ['build', { 'python-version': 3.7, os: 'macOS-latest' }] },
  },
  // https://github.com/facebookresearch/fairchem/pull/2059
  'facebookresearch/fairchem/.github/workflows/test.yml': {
    jobs: `
      test:
        strategy:
          matrix:
            python_version: ['3.13']
            shard:
              - name: core
                paths: tests/core/models tests/core/graph tests/core/calculate tests/core/components tests/core/datasets
              - { name: uma, paths: tests/uma }`,
    named: {
      'test (3.13, core, tests/core/models tests/core/graph tests/core/calculate tests/core/components t...': [
        'test',
        expect.objectContaining({ shard: expect.objectContaining({ name: 'core' }) }),
      ],
    },
  },
  // https://github.com/janekbaraniewski/openusage/pull/208
  'janekbaraniewski/openusage/.github/workflows/ci.yml': {
    jobs: `
      build:
        name: Build
        strategy:
          matrix: { include: [{ os: ubuntu-latest, bin: openusage }, { os: windows-latest, bin: openusage.exe }] }`,
    named: { 'Build (windows-latest, openusage.exe)': ['build', { os: 'windows-latest', bin: 'openusage.exe' }] },
  },
};

describe.each(Object.entries(REAL))('%s', (_, { jobs, named }) => {
  const written: Record<string, { name?: string; strategy?: { matrix?: unknown } }> = parse(jobs);
  const definitions = Object.entries(written).map(([key, job]) => ({
    key,
    name: job.name ?? null,
    matrix: job.strategy?.matrix,
  }));

  test.each(Object.entries(named))('%s', (jobName, [key, combination]) => {
    expect(jobOfName(definitions, jobName)).toMatchObject({ key, combination });
  });
});
