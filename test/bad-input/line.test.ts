// What ends a whole line in words although nobody asked it to end.
import { afterEach, describe, expect, test } from '@jest/globals';
import { demoAnswers } from '../../src/demo/demo-files.ts';
import { answersFrom } from '../scenarios/answers.ts';
import { pushExposingTest, type Scenario, startScenario, until } from '../scenarios/scenario.ts';

describe('an incident whose repository uninstalls the App midway', () => {
  let scenario: Scenario;
  afterEach(() => scenario.stop());

  test('stops with a reason, and no further requests are made', async () => {
    const demo = await answersFrom(demoAnswers);
    scenario = await startScenario({
      answers: ({ name }) => {
        if (name === 'diagnose') uninstall();
        return { text: demo[name] ?? '' };
      },
    });
    const uninstall = () => {
      const [incident] = scenario.stack.github.deliveries().map(({ body }) => JSON.parse(body).installation?.id);
      if (incident) scenario.stack.github.uninstall(incident);
    };
    await pushExposingTest(scenario);
    const stopped = await until(async () => {
      const [view] = (await scenario.store.list({ limit: 1, offset: 0 })).incidents;
      return view?.entry.state === 'stopped' && view.entry.incident.stop;
    });
    expect(stopped).toEqual({ code: 'no-access', detail: 'GitHub says: Not Found.' });
    await until(async () => (await scenario.store.pending()) === 0);
    expect(scenario.stack.gemini?.questions.map(({ name }) => name)).toEqual(['diagnose']);
  });
});
