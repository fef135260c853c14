// Four repositories that break at once, each in its own way: what CI prints and what the model answers.
import type { ScriptedAnswer } from '../../standins/gemini/answer.ts';
import type { AskedQuestion } from '../../standins/gemini/server.ts';
import type { JobResult, RunWorkflow } from '../../standins/github/workflows/runner.ts';

export const owner = 'acme';

export interface Scenario {
  readonly name: 'repaired' | 'exhausted' | 'undiagnosed' | 'offline';
}

export const scenarios: readonly Scenario[] = [
  { name: 'repaired' },
  { name: 'exhausted' },
  { name: 'undiagnosed' },
  { name: 'offline' },
];

const workflow = `name: CI
on:
  push:
    branches: [main]
  pull_request:
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.11"
      - name: Install
        run: pip install -r requirements.txt
      - name: Test
        run: python -m pytest
`;

/** The repository before the push. The function is named after the scenario, so that a prompt shows which one it is about. */
export function filesBefore({ name }: Scenario): Record<string, string> {
  return {
    '.github/workflows/ci.yml': workflow,
    'requirements.txt': 'pytest>=7\n',
    'pyproject.toml': '[tool.pytest.ini_options]\npythonpath = ["."]\n',
    'average.py': `def mean_${name}(numbers):\n    total = sum(numbers)\n    return total / len(numbers)\n`,
    'tests/test_mean.py': `from average import mean_${name}\n\n\ndef test_mean_of_two():\n    assert mean_${name}([1, 3]) == 2\n`,
  };
}

/** The push that breaks CI. */
export function breakingFiles({ name }: Scenario): Record<string, string> {
  return {
    'tests/test_nothing.py': `from average import mean_${name}\n\n\ndef test_mean_of_nothing_is_zero():\n    assert mean_${name}([]) == 0\n`,
  };
}

/** CI with scripted results; it passes on the pull request. */
export const runWorkflow: RunWorkflow = async ({ repository, event }) => {
  if (event === 'pull_request') return [job('success', ['1 passed in 0.01s'])];
  const scenario = scenarios.find(({ name }) => repository.name.startsWith(name));
  if (!scenario) throw new Error(`No scenario uses ${repository.name}.`);
  return [job('failure', scenario.name === 'offline' ? offlineLog : failingLog(scenario))];
};

const offlineLog = [
  '##[group]Run pip install -r requirements.txt',
  '\u001b[36;1mpip install -r requirements.txt\u001b[0m',
  'shell: /usr/bin/bash -e {0}',
  '##[endgroup]',
  "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError(': Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/pytest/",
  'ERROR: Could not find a version that satisfies the requirement pytest (from versions: none)',
  '##[error]Process completed with exit code 1.',
];

function failingLog({ name }: Scenario): string[] {
  return [
    '##[group]Run python -m pytest',
    '\u001b[36;1mpython -m pytest\u001b[0m',
    'shell: /usr/bin/bash -e {0}',
    '##[endgroup]',
    '============================= test session starts ==============================',
    'collected 2 items',
    '',
    'tests/test_mean.py .                                                     [ 50%]',
    'tests/test_nothing.py F                                                  [100%]',
    '',
    '=================================== FAILURES ===================================',
    '_________________________ test_mean_of_nothing_is_zero _________________________',
    '',
    '    def test_mean_of_nothing_is_zero():',
    `>       assert mean_${name}([]) == 0`,
    '',
    'tests/test_nothing.py:5: ',
    '_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ ',
    '',
    'numbers = []',
    '',
    `    def mean_${name}(numbers):`,
    '        total = sum(numbers)',
    '>       return total / len(numbers)',
    'E       ZeroDivisionError: division by zero',
    '',
    'average.py:3: ZeroDivisionError',
    '=========================== short test summary info ============================',
    'FAILED tests/test_nothing.py::test_mean_of_nothing_is_zero - ZeroDivisionError: division by zero',
    '========================= 1 failed, 1 passed in 0.03s ==========================',
    '##[error]Process completed with exit code 1.',
  ];
}

function job(conclusion: 'success' | 'failure', lines: readonly string[]): JobResult {
  const at = { startedAt: new Date('2026-11-01T10:00:00Z'), completedAt: new Date('2026-11-01T10:00:09Z') };
  const log = lines.map(line => `2026-11-01T10:00:05.1234567Z ${line}\n`).join('');
  const first = { ...at, number: 1, name: 'Set up job', conclusion: 'success' as const, log: '' };
  const steps = [first, { ...at, number: 2, name: 'Test', conclusion, log }];
  return { ...at, name: 'test', conclusion, runnerName: 'scripted', labels: ['ubuntu-latest'], steps };
}

/** Depends on the prompt alone: asked again after a kill, the model gives the same answer. */
export function answerTo({ name: question, prompt }: AskedQuestion): ScriptedAnswer {
  const scenario = scenarios.find(({ name }) => prompt.includes(`mean_${name}`));
  if (!scenario) throw new Error('The prompt belongs to no scenario.');
  if (question === 'diagnose') return say(diagnosis(scenario));
  if (question === 'guard') return say(guard(scenario));
  const tried = wrongFixes.filter(({ rationale }) => prompt.includes(rationale)).length;
  const isRight = scenario.name === 'repaired' && tried > 0;
  return say(isRight ? repair(rightFix) : repair(wrongFixes[tried] ?? rightFix));
}

function say(answer: unknown): ScriptedAnswer {
  return { text: JSON.stringify(answer) };
}

function diagnosis({ name }: Scenario) {
  const cause = 'The mean of nothing divides by the length of nothing.';
  const shared = { cause, class: 'code', confidence: 0.9 };
  if (name === 'undiagnosed')
    return { ...shared, errorType: 'MoonError', file: 'moon.py', line: 7, evidence: ['The moon is full.'] };
  const evidence = ['E       ZeroDivisionError: division by zero', 'average.py:3: ZeroDivisionError'];
  return { ...shared, errorType: 'ZeroDivisionError', file: 'average.py', line: 3, evidence };
}

function guard({ name }: Scenario) {
  const source = `"""The mean of no numbers is zero."""\n\nfrom average import mean_${name}\n\n\ndef test_mean_of_an_empty_list_is_zero():\n    assert mean_${name}([]) == 0\n`;
  return { candidates: [{ path: 'tests/test_mean_of_an_empty_list.py', source }] };
}

interface Fix {
  readonly rationale: string;
  readonly line: string;
}

const rightFix: Fix = {
  rationale: 'The mean of an empty list is zero.',
  line: 'return total / len(numbers) if numbers else 0',
};
const wrongFixes: readonly Fix[] = [
  { rationale: 'Perhaps integer division is enough.', line: 'return total // len(numbers)' },
  { rationale: 'Perhaps the order matters.', line: 'return (1 / len(numbers)) * total' },
  { rationale: 'Perhaps a float is wanted.', line: 'return float(total) / len(numbers)' },
];

function repair({ rationale, line }: Fix) {
  const search = '    total = sum(numbers)\n    return total / len(numbers)\n';
  return { rationale, edits: [{ path: 'average.py', search, replace: `    total = sum(numbers)\n    ${line}\n` }] };
}
