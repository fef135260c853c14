// Failing steps of real jobs, by their command, exit code and wording; each row names where it was seen.
import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../../src/incident/evidence.ts';
import { ruledOut } from '../../../src/stages/diagnose/rules.ts';
import { evidence, failure } from './fixtures.ts';

interface Row {
  readonly source: string;
  readonly script: string;
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  /** Stop code, and a part of its detail; null where the model is asked. */
  readonly stop: readonly [string, string] | null;
}

const LINTERS: readonly Row[] = [
  {
    source: 'https://github.com/psf/black/issues/4156',
    script: 'black --check .',
    exitCode: 1,
    lines: [
      'would reformat /home/runner/work/catsay/catsay/catsay/cat.py',
      'Oh no! 💥 💔 💥',
      '1 file would be reformatted, 4 files would be left unchanged.',
    ],
    stop: ['unsupported', '“black --check .” failed (exit code 1). It runs no tests.'],
  },
  {
    source: 'https://github.com/posit-dev/py-shiny/pull/1650',
    script: 'make ci-check-mypy-can-run',
    exitCode: 2,
    lines: [
      '-------- Checking types with mypy -----------',
      'mypy shiny',
      'shiny/render/_data_frame_utils/_selection.py:154: error: invalid syntax  [syntax]',
      'Found 1 error in 1 file (errors prevented further checking)',
      'make: *** [Makefile:232: ci-check-mypy-can-run] Error 2',
    ],
    stop: ['unsupported', '“mypy shiny” failed. It runs no tests.'],
  },
  {
    source: 'https://github.com/wntrblm/nox/issues/443',
    script: 'nox -s tests-3.8 lint',
    exitCode: 1,
    lines: [
      'nox > flake8 nox tests noxfile.py setup.py',
      'nox > Command flake8 nox tests noxfile.py setup.py failed with exit code 1',
      'nox > Session lint failed.',
    ],
    stop: ['unsupported', '“flake8 nox tests noxfile.py setup.py” failed (exit code 1). It runs no tests.'],
  },
  {
    source: 'https://github.com/generative-computing/mellea/pull/709',
    script: 'uv run pre-commit run --all-files',
    exitCode: 1,
    lines: [
      'Ruff linter..............................................................Failed',
      '- hook id: ruff',
      '- exit code: 1',
      'I001 [*] Import block is un-sorted or un-formatted',
    ],
    stop: ['unsupported', '“pre-commit run ruff” failed (exit code 1). It runs no tests.'],
  },
  {
    source: 'https://github.com/smorinlabs/py-launch-blueprint/issues/223',
    script: 'pre-commit run --all-files',
    exitCode: 1,
    lines: [
      'Run pytest...............................................................Failed',
      '- hook id: pytest',
      '- exit code: 1',
    ],
    stop: null,
  },
  {
    source: 'tox-dev/tox src/tox/execute/api.py: "exit %s (%.2f seconds) %s> %s%s"',
    script: 'pip install tox\npython -Im tox run -e mypy',
    exitCode: 1,
    lines: [
      'src/attr/_make.py:10: error: Incompatible return value type  [return-value]',
      'mypy: exit 1 (3.42 seconds) /home/runner/work/attrs/attrs> mypy src/attr pid=2104',
      '  mypy: FAIL code 1 (4.10=setup[0.68]+cmd[3.42] seconds)',
    ],
    stop: ['unsupported', '“mypy src/attr” failed (exit code 1). It runs no tests.'],
  },
  {
    source: 'https://github.com/microsoft/pyright/issues/51',
    script: 'tox -e py36-pyright',
    exitCode: 1,
    lines: [
      'py36-pyright run-test: commands[0] | npx pyright -p .',
      'ERROR: InvocationError for command /home/harold/.nvm/versions/node/v11.10.0/bin/npx pyright -p . (exited with code 2)',
      'ERROR:   py36-pyright: commands failed',
    ],
    stop: ['unsupported', '/bin/npx pyright -p .” failed (exit code 2). It runs no tests.'],
  },
  {
    source: 'several commands, none of which runs tests',
    script: 'python -Im pip install tox-uv\nruff check --output-format=github\nruff format --check',
    exitCode: 1,
    lines: ['##[error]src/a.py:1:1: F401 `os` imported but unused', 'Found 1 error.'],
    stop: ['unsupported', 'None of them runs tests.'],
  },
  {
    source: 'https://github.com/tj-actions/eslint-changed-files/issues/896',
    script: 'npx eslint src --max-warnings=0',
    exitCode: 1,
    lines: ['ESLint found too many warnings (maximum: 0).'],
    stop: ['unsupported', '“npx eslint src --max-warnings=0” failed (exit code 1)'],
  },
  {
    source: 'a linter that quotes the code of an error: its words are not those of a runner',
    script: 'flake8 --show-source',
    exitCode: 1,
    lines: ['a.py:1:1: E501 line too long', 'raise OSError("No space left on device")'],
    stop: ['unsupported', '“flake8 --show-source” failed'],
  },
];

const TEST_RUNNERS: readonly Row[] = [
  {
    source: 'https://github.com/climate-analytics-lab/jax-gcm/issues/786',
    script: 'pytest -v -s -m "slow" --cov=jcm --cov-config=.coveragerc-pr --cov-fail-under=80',
    exitCode: 1,
    lines: [
      'FAIL Required test coverage of 80% not reached. Total coverage: 79.68%',
      '========== 92 passed, 29 skipped, 2409 deselected in 60.12s ==========',
    ],
    stop: ['unsupported', 'too little code is covered: “FAIL Required test coverage of 80% not reached.'],
  },
  {
    source: 'the same, below a test that failed though its report was not read',
    script: 'pytest --cov --cov-fail-under=80',
    exitCode: 1,
    lines: [
      'FAIL Required test coverage of 80% not reached. Total coverage: 79.68%',
      '========== 1 failed, 92 passed in 60.12s ==========',
    ],
    stop: null,
  },
  {
    source: 'https://github.com/shapiromatron/hawc/pull/1137',
    script: 'coverage run -m pytest\ncoverage html\ncoverage report',
    exitCode: 2,
    lines: [
      '========== 769 passed, 24 skipped, 728 warnings in 143.88s (0:02:23) ===========',
      'Wrote HTML report to coverage/index.html',
      'Coverage failure: total of 91.9 is less than fail-under=99.9',
    ],
    stop: ['unsupported', 'Coverage failure: total of 91.9 is less than fail-under=99.9'],
  },
  {
    source: 'https://github.com/actions/starter-workflows/issues/233',
    script: 'pip install pytest\npytest',
    exitCode: 5,
    lines: ['collected 0 items', '============================ no tests ran in 0.48s ============================='],
    stop: ['unsupported', 'The test runner found no tests (exit code 5)'],
  },
  {
    source: 'https://github.com/uf-mil/mil2/issues/462',
    script: 'python -m unittest discover',
    exitCode: 5,
    lines: ['Ran 0 tests in 0.000s', '', 'NO TESTS RAN'],
    stop: ['unsupported', 'The test runner found no tests (exit code 5): “NO TESTS RAN”'],
  },
  {
    source: 'https://github.com/haniffalab/webatlas-pipeline/issues/103',
    script: 'python -m pytest --cov=bin tests/test_class.py',
    exitCode: 4,
    lines: [
      'ERROR: usage: __main__.py [options] [file_or_dir] [file_or_dir] [...]',
      '__main__.py: error: unrecognized arguments: --cov=bin',
      '  inifile: None',
    ],
    stop: [
      'unsupported',
      'refused its arguments (exit code 4): “__main__.py: error: unrecognized arguments: --cov=bin”',
    ],
  },
  {
    source: 'https://github.com/vocalpy/vak/pull/624',
    script: 'nox -s coverage',
    exitCode: 1,
    lines: [
      'nox > Command pytest --models teenytweetynet --cov=./ --cov-report=xml failed with exit code -9',
      'nox > Session coverage failed.',
    ],
    stop: ['infrastructure', 'The command was killed (exit code -9)'],
  },
  {
    source: 'https://github.com/softwareunderground/subsurface/issues/33, before any test began',
    script: 'pytest',
    exitCode: 139,
    lines: ['/home/runner/work/_temp/f2105052.sh: line 3:  2823 Segmentation fault      (core dumped) pytest'],
    stop: ['unsupported', 'The command crashed (exit code 139, SIGSEGV)'],
  },
];

const SHELLS: readonly Row[] = [
  {
    source: 'https://github.com/ansys/actions/issues/348',
    script: 'pytest',
    exitCode: 127,
    lines: ['/home/runner/work/_temp/98be34b6-060e-4d3a-9fac-879cfefcd336.sh: line 1: pytest: command not found'],
    stop: ['unsupported', 'did not find a command (exit code 127): “/home/runner/work/_temp/98be34b6'],
  },
  {
    source: 'https://github.com/ansys/actions/issues/348 (second log)',
    script: 'make -C doc html',
    exitCode: 127,
    lines: ['/bin/sh: 1: sphinx-build: not found'],
    stop: ['unsupported', '“/bin/sh: 1: sphinx-build: not found”'],
  },
  {
    source: 'https://github.com/pages-themes/minimal/issues/95',
    script: 'script/bootstrap',
    exitCode: 126,
    lines: [
      '/home/runner/work/_temp/63854597-b0cf-41b3-a7a5-dc2b0c4df45f.sh: line 1: script/bootstrap: Permission denied',
    ],
    stop: ['unsupported', 'could not execute a command (exit code 126)'],
  },
];

const INSTALLERS: readonly Row[] = [
  {
    source: 'https://github.com/girder/large_image/pull/728',
    script: 'pip install -r requirements-dev.txt\npytest',
    exitCode: 1,
    lines: [
      'ERROR: Cannot install -r requirements-dev-core.txt (line 13) and large-image-source-tiff 0.1.dev1+g79153a0 (from /home/runner/work/large_image/large_image/sources/tiff) because these package versions have conflicting dependencies.',
      'ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/user_guide/#fixing-conflicting-dependencies',
    ],
    stop: ['not-code', 'The dependencies could not be resolved: “ERROR: ResolutionImpossible'],
  },
  {
    source: 'https://github.com/astral-sh/uv/issues/2172',
    script: 'uv pip install -e .',
    exitCode: 1,
    lines: [
      '  × No solution found when resolving dependencies:',
      '  ╰─▶ Because there is no version of miniupnpc==2.0.2 and rotkehlchen depends on miniupnpc==2.0.2, we can conclude that',
    ],
    stop: ['not-code', '× No solution found when resolving dependencies:'],
  },
  {
    source: 'https://github.com/BerriAI/litellm/pull/21108',
    script: 'poetry install --with dev',
    exitCode: 1,
    lines: [
      'pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file.',
    ],
    stop: ['not-code', 'pyproject.toml changed significantly'],
  },
  {
    source: 'https://github.com/docker/getting-started/issues/422',
    script: 'docker build -t app .',
    exitCode: 1,
    lines: [
      'ERROR: failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1',
    ],
    stop: ['unsupported', '“docker build -t app .” failed (exit code 1). It runs no tests.'],
  },
  {
    source: 'https://github.com/nektos/act/issues/588',
    script: 'sudo apt-get install -y libfoo-dev',
    exitCode: 100,
    lines: ['E: Unable to locate package libfoo-dev'],
    stop: ['not-code', '“E: Unable to locate package libfoo-dev”'],
  },
];

const NETWORK: readonly Row[] = [
  {
    source: 'https://github.com/pypi/support/issues/10270',
    script: 'uv sync',
    exitCode: 2,
    lines: [
      'error: Request failed after 3 retries',
      'Caused by: Failed to fetch: `https://pypi.org/simple/urllib3/`',
      'Caused by: error sending request for url (https://pypi.org/simple/urllib3/)',
      'Caused by: operation timed out',
    ],
    stop: ['infrastructure', 'error sending request for url (https://pypi.org/simple/urllib3/)'],
  },
  {
    source: 'https://github.com/abi/screenshot-to-code/issues/520',
    script: 'poetry install',
    exitCode: 1,
    lines: ['- Installing typing-extensions (4.12.2): Failed', '| All attempts to connect to pypi.org failed.'],
    stop: ['infrastructure', 'All attempts to connect to pypi.org failed.'],
  },
  {
    source: 'https://github.com/actions/runner-images/issues/675',
    script: 'sudo apt-get update\nsudo apt-get install -y libcurl4-openssl-dev',
    exitCode: 100,
    lines: [
      'E: Failed to fetch http://azure.archive.ubuntu.com/ubuntu/pool/main/c/curl/libcurl4-openssl-dev_7.81.0-1ubuntu1.7_amd64.deb  Could not connect to azure.archive.ubuntu.com:80 (40.119.46.219), connection timed out',
      'E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?',
    ],
    stop: ['infrastructure', 'E: Failed to fetch http://azure.archive.ubuntu.com'],
  },
  {
    source: 'https://github.com/actions/runner-images/issues/7048',
    script: 'sudo apt-get update',
    exitCode: 100,
    lines: ['Unable to connect to azure.archive.ubuntu.com:http:'],
    stop: ['infrastructure', 'Unable to connect to azure.archive.ubuntu.com:http:'],
  },
];

const RUNNERS: readonly Row[] = [
  'The hosted runner: GitHub Actions 9 lost communication with the server. Anything in your workflow that terminates the runner process, starves it for CPU/Memory, or blocks its network access can cause this error.', // https://github.com/fedimint/fedimint/issues/6021
  'The self-hosted runner: default-n92rp-7kn8m lost communication with the server. Verify the machine is running and has a healthy network connection.', // https://github.com/actions/runner/issues/2761
  'The hosted runner lost communication with the server. Anything in your workflow that terminates the runner process', // https://github.com/meshery-extensions/meshery-extensions-packages/issues/465
  'The runner has received a shutdown signal. This can happen when the runner service is stopped, or a manually started runner is canceled.', // actions/runner src/Runner.Worker/JobRunner.cs
  'The job was not acquired by Runner of type hosted even after multiple attempts', // https://github.com/spdk/spdk/issues/3876
  "The job was not started because recent account payments have failed or your spending limit needs to be increased. Please check the 'Billing & plans' section in your settings", // https://github.com/nodejs/admin/issues/980
  "System.IO.IOException: No space left on device : '/home/runner/runners/2.319.1/_diag/Worker_20240929-071716-utc.log'", // https://github.com/actions/runner-images/issues/10699
  'The operation was canceled.', // https://github.com/kirodotdev/KiroCrew/issues/4227
  'The job has exceeded the maximum execution time while awaiting a runner for 24h0m0s', // https://github.com/BoundaryML/baml/pull/4680
].map(line => ({
  source: line.slice(0, 60),
  script: 'pytest',
  exitCode: null,
  lines: [`##[error]${line}`],
  stop: ['infrastructure', line.slice(0, 80)],
}));

const groups = { LINTERS, TEST_RUNNERS, SHELLS, INSTALLERS, NETWORK, RUNNERS };

describe.each(Object.entries(groups))('%s', (_, rows) => {
  test.each(rows)('$source', row => {
    const stop = ruledOut(failing(row));
    if (row.stop === null) expect(stop).toBeNull();
    else expect(stop).toMatchObject({ code: row.stop[0], detail: expect.stringContaining(row.stop[1]) });
  });

  test.each(rows)('$source: no stop beside a failing test', row => {
    expect(ruledOut({ ...failing(row), failures: [failure] })).toBeNull();
  });
});

test('an annotation of GitHub counts like a line of the log, the step’s own script does not', () => {
  const lost = 'The hosted runner: GitHub Actions 9 lost communication with the server.';
  const digest = (middle: string) => `Failed: job "test"\nCommand: ${middle}Log:\ncollected 3 items`;
  const of = (text: string) => ruledOut({ ...evidence, failures: [], commands: [], digest: text })?.code;
  expect(of(digest(`pytest\nAnnotations:\n  .github:1: ${lost}\n`))).toBe('infrastructure');
  expect(of(digest(`grep "${lost}" log\n`))).toBe('unsupported');
});

test.each<[string, string, string | null]>([
  ['a command that may fail is not to blame', 'ruff check . || true\npytest', '/usr/bin/bash -e {0}'],
  ['a step that also tests asks the model', 'ruff check .\npytest', '/usr/bin/bash -e {0}'],
  ['conditions are not followed', 'if [ -f x ]; then ruff check .; fi', '/usr/bin/bash -e {0}'],
  ['a shell that goes on after a failure ends with its last command', 'ruff check .\npytest', 'bash -l {0}'],
  ['a pipeline ends with its last command', 'ruff check . | ./annotate', '/usr/bin/bash -e {0}'],
  ['a script in another language is not read', 'ruff', 'python {0}'],
])('%s', (_, script, shell) => {
  const step = failing({ source: '', script, exitCode: 1, lines: ['test session starts'], stop: null });
  const commands = step.commands.map(command => ({ ...command, shell }));
  expect(ruledOut({ ...step, commands })).toBeNull();
});

test('with pipefail the first command of a pipeline counts', () => {
  const step = failing({ source: '', script: 'ruff check . | tee out', exitCode: 1, lines: [], stop: null });
  const shell = '/usr/bin/bash --noprofile --norc -e -o pipefail {0}';
  const commands = step.commands.map(command => ({ ...command, shell }));
  expect(ruledOut({ ...step, commands })?.detail).toContain('“ruff check .” failed');
});

function failing({ script, exitCode, lines }: Row): Evidence {
  const commands = [{ script, shell: '/usr/bin/bash -e {0}', env: {}, exitCode }];
  const end = exitCode === null ? [] : [`##[error]Process completed with exit code ${exitCode}.`];
  const head = `Failed: job "test", step 5 "Test"\nCommand (exit code ${exitCode}): ${script}`;
  return { ...evidence, failures: [], commands, digest: `${head}\nLog:\n${[...lines, ...end].join('\n')}` };
}
