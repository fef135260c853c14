import { afterEach, describe, expect, test } from '@jest/globals';
import { answersFrom } from './answers.ts';
import { demoAnswers, push, pushExposingTest, repository, type Scenario, scripted, startScenario } from './stage.ts';

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
    // Red in CI; in the sandbox, where there is no CI server to tell of, red every other time by a fair coin.
    await push(scenario, {
      'tests/test_coin.py': [
        'import os',
        'import random',
        '',
        '',
        'def test_coin():',
        '    in_ci = os.environ.get("GITHUB_RUN_ID") is not None',
        '    fell = "tails" if in_ci else random.SystemRandom().choice(["heads", "tails"])',
        '    assert fell == "heads"',
        '',
      ].join('\n'),
    });
    const { entry } = await scenario.ended();
    expect(entry.state).toBe('stopped');
    // Once in 2^6 the coin falls on one side all the time.
    expect(['flaky', 'not-reproducible', 'no-guard']).toContain(entry.state === 'stopped' && entry.incident.stop.code);
    expect(await scenario.stage.github.pulls(repository)).toHaveLength(0);
  }, 120_000);

  test('when the head has moved before publishing, the repair is put away', async () => {
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
    expect(scenario.stage.github.issues(repository)).toHaveLength(0);
  }, 180_000);
});
