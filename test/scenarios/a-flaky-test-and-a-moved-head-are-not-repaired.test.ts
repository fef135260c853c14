import { afterEach, describe, expect, test } from '@jest/globals';
import { demoAnswers } from '../../src/demo/demo-files.ts';
import { answersFrom } from './answers.ts';
import { push, pushExposingTest, repository, type Scenario, scripted, startScenario } from './scenario.ts';

describe('what is not repaired', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  test('a test that both passes and fails on the same commit is called flaky, with its rate', async () => {
    scenario = await startScenario({
      answers: scripted({
        diagnose: {
          errorType: 'AssertionError',
          file: 'tests/test_coin.py',
          line: 8,
          cause: 'The coin falls either way.',
          class: 'code',
          confidence: 0.9,
          evidence: [],
        },
      }),
    });
    // Red in CI; in the sandbox, where there is no run to know of, each of 24 coins fails one time in four. It is luck that
    // none fails in three runs of the suite (0.75^72 = 1e-9), or that one fails in the run that finds it, in three alone, in
    // two of the suite and in twenty more, which it gets since others flicker (24 × 0.25^26 = 5e-15). Together below 1 in 10^8.
    await push(scenario, {
      'tests/test_coin.py': [
        'import os',
        'import random',
        '',
        'import pytest',
        '',
        '',
        '@pytest.mark.parametrize("coin", range(24))',
        'def test_coin(coin):',
        '    in_ci = os.environ.get("GITHUB_RUN_ID") is not None',
        '    fell = "tails" if in_ci else random.SystemRandom().choice(["heads", "heads", "heads", "tails"])',
        '    assert fell == "heads"',
        '',
      ].join('\n'),
    });
    const { entry } = await scenario.ended();
    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'flaky' } } });
    expect(entry.state === 'stopped' && entry.incident.stop.detail).toMatch(
      /failed in \d+ of \d+ runs \(.* at 95% confidence\)/,
    );
    expect(scenario.stack.gemini?.questions.every(question => question.name === 'diagnose')).toBe(true);
    expect(await scenario.stack.github.pulls(repository)).toHaveLength(0);
  });

  test('when the head has moved before publishing, the repair is discarded', async () => {
    const demo = await answersFrom(demoAnswers);
    let moved: Promise<unknown> | null = null;
    scenario = await startScenario({
      answers: ({ name }) => {
        // While the repair is being thought about, somebody pushes.
        if (name === 'repair') moved ??= push(scenario, { 'NOTES.md': 'Something else.\n' });
        return { text: demo[name] ?? '' };
      },
    });
    await pushExposingTest(scenario);
    const { entry } = await scenario.ended();
    await moved;
    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'superseded' } } });
    expect(scenario.stack.github.issues(repository)).toHaveLength(0);
  });
});
