import { afterEach, describe, expect, test } from '@jest/globals';
import { demoAnswers } from '../../src/demo/demo-files.ts';
import type { JobResult } from '../../src/standins/github/workflows/runner.ts';
import { answersFrom } from './answers.ts';
import { pushExposingTest, repository, type Scenario, scripted, startScenario } from './scenario.ts';

describe('when Nightwatch cannot repair it', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  test('a model that never finds the fix ends in one issue that shows three attempts', async () => {
    const demo = await answersFrom(demoAnswers);
    const wrong = ['return True', 'return bool(0)', 'return None'].map(line => ({
      rationale: `Perhaps it should ${line}.`,
      edits: [
        {
          path: 'user_service.py',
          search: '        if user["muted"]:\n            return False\n',
          replace: `        if user["muted"]:\n            ${line}\n`,
        },
      ],
    }));
    scenario = await startScenario({
      answers: ({ name, nth }) => ({
        text: name === 'repair' ? JSON.stringify(wrong[(nth - 1) % 3]) : (demo[name] ?? ''),
      }),
    });
    const sha = await pushExposingTest(scenario);
    const { entry } = await scenario.ended();

    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'attempts-spent' } } });
    expect(entry.incident.attempts.map(attempt => attempt.verdict.kind)).toEqual(['refused', 'refused', 'refused']);
    const issues = scenario.stack.github.issues(repository);
    expect(issues).toHaveLength(1);
    for (const told of ['Attempt 1', 'Attempt 2', 'Attempt 3', 'user_service.py', 'TypeError', sha])
      expect(issues[0]?.body).toContain(told);
    expect(await scenario.stack.github.pulls(repository)).toHaveLength(0);
    expect(ourChecks(scenario)).toMatchObject([{ status: 'completed', conclusion: 'action_required' }]);
  });

  test('a confidently wrong model ends in low confidence', async () => {
    scenario = await startScenario({
      answers: scripted({
        diagnose: {
          errorType: 'ZeroDivisionError',
          file: 'src/moon.py',
          line: 7,
          cause: 'The moon is full.',
          class: 'code',
          confidence: 1,
          evidence: ['ZeroDivisionError: moon by zero'],
        },
      }),
    });
    await pushExposingTest(scenario);
    const { entry } = await scenario.ended();

    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'low-confidence' } } });
    expect(scenario.stack.github.issues(repository)).toHaveLength(1);
    expect(scenario.stack.gemini?.questions.every(question => question.name === 'diagnose')).toBe(true);
  });

  test('an infrastructure failure asks no model and opens no issue', async () => {
    scenario = await startScenario({ runWorkflow: async () => [lostNetwork()] });
    await pushExposingTest(scenario);
    const { entry } = await scenario.ended();

    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'infrastructure' } } });
    expect(scenario.stack.gemini?.questions).toHaveLength(0);
    expect(scenario.stack.github.issues(repository)).toHaveLength(0);
    expect(ourChecks(scenario)).toMatchObject([{ status: 'completed', conclusion: 'neutral' }]);
  });
});

function ourChecks({ stack }: Scenario) {
  return stack.github.checkRuns(repository).filter(check => check.name === 'Nightwatch');
}

/** A job whose runner could not reach the package registry. */
function lostNetwork(): JobResult {
  const startedAt = new Date('2026-11-01T10:00:00Z');
  const completedAt = new Date('2026-11-01T10:00:09Z');
  const lines = [
    '##[group]Run pip install -r requirements.txt',
    '\u001b[36;1mpip install -r requirements.txt\u001b[0m',
    'shell: /usr/bin/bash -e {0}',
    '##[endgroup]',
    "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError(': Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/pytest/",
    'ERROR: Could not find a version that satisfies the requirement pytest (from versions: none)',
    '##[error]Process completed with exit code 1.',
  ];
  const step = { startedAt, completedAt };
  const log = lines.map(line => `2026-11-01T10:00:05.1234567Z ${line}\n`).join('');
  return {
    name: 'test',
    conclusion: 'failure',
    startedAt,
    completedAt,
    runnerName: 'scripted',
    labels: ['ubuntu-latest'],
    steps: [
      {
        ...step,
        number: 1,
        name: 'Set up job',
        conclusion: 'success',
        log: '2026-11-01T10:00:01.0000000Z Current runner version\n',
      },
      { ...step, number: 2, name: 'Install', conclusion: 'failure', log },
    ],
  };
}
