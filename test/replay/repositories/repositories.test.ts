// What the line reads from the log of each small repository, before any is run.
import { expect, test } from '@jest/globals';
import { evidenceOf } from './evidence.ts';
import { repositories } from './repositories.ts';

test.each(repositories.map(each => [each.kind, each] as const))(
  '%s: the failing test and every command are read',
  async (_, given) => {
    const evidence = await evidenceOf(given);
    expect(evidence.failures.map(({ testId }) => testId)).toEqual([given.failing]);
    const written = given.steps.flatMap(step => (step.inner ? step.inner : [step]));
    const scripts = written.map(step => (step.logged ?? step.run ?? '').trimEnd());
    expect(evidence.commands.map(({ script }) => script.trimEnd())).toEqual(scripts);
    expect(evidence.commands.map(({ exitCode }) => exitCode)).toEqual(
      scripts.map((_, at) => (at === scripts.length - 1 ? 1 : null)),
    );
    expect(evidence.languageVersion).toBe('3.11.9');
  },
);
