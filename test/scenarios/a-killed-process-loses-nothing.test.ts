import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoAnswers } from '../../src/demo/demo-files.ts';
import type { IncidentView } from '../../src/incident/journal.ts';
import { startNightwatchProcess } from '../../src/standins/local-stack.ts';
import type { NightwatchProcess } from '../../src/standins/nightwatch-process.ts';
import { answersFrom } from './answers.ts';
import { prepareScenario, pushExposingTest, repository, type Scenario, until } from './scenario.ts';

describe('a process that is killed between two attempts and started again', () => {
  let scenario: Scenario;
  let nightwatch: NightwatchProcess;
  let view: IncidentView;

  beforeAll(async () => {
    const demo = await answersFrom(demoAnswers);
    const useless = JSON.stringify({
      rationale: 'Perhaps nothing is wrong.',
      edits: [
        {
          path: 'user_service.py',
          search: '        if user["muted"]:\n',
          replace: '        if user["muted"] is True:\n',
        },
      ],
    });
    let repairs = 0;
    scenario = await prepareScenario({
      answers: ({ name }) => {
        if (name !== 'repair') return { text: demo[name] ?? '' };
        repairs += 1;
        // The first idea is wrong; the second is asked for when the process dies, and takes its time until then.
        if (repairs === 1) return { text: useless };
        return repairs === 2 ? { text: useless, delayMs: 20_000 } : { text: demo[name] ?? '' };
      },
    });
    const log = join(scenario.directory, 'nightwatch.log');
    nightwatch = await startNightwatchProcess(scenario.stack, log);
    await pushExposingTest(scenario);
    await until(async () => repairs === 2);
    await nightwatch.kill();
    nightwatch = await startNightwatchProcess(scenario.stack, log);
    view = await scenario.ended();
  });
  afterAll(async () => {
    await nightwatch?.stop();
    await scenario.stop();
  });

  test('still ends in a pull request', async () => {
    expect(view.entry.state).toBe('published');
    expect(await scenario.stack.github.pulls(repository)).toHaveLength(1);
  });

  test('keeps the finished attempt, and counts the interrupted one once', () => {
    expect(view.entry.incident.attempts.map(attempt => [attempt.number, attempt.verdict.kind])).toEqual([
      [1, 'refused'],
      [2, 'proven'],
    ]);
  });

  test('shows one check run', () => {
    expect(scenario.stack.github.checkRuns(repository).filter(check => check.name === 'Nightwatch')).toHaveLength(1);
  });
});
