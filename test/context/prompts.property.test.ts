// Whatever a repository, a log or a model calls things, it is inside of a quote in every prompt, and cannot leave it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askTwice } from '../../src/context/ask.ts';
import { sourceContext } from '../../src/context/source-context.ts';
import type { Evidence, Failure } from '../../src/incident/evidence.ts';
import type { Usage } from '../../src/incident/ledger.ts';
import { languages } from '../../src/languages/languages.ts';
import type { Model, Question } from '../../src/ports.ts';
import { againQuestion, diagnoseQuestion } from '../../src/stages/diagnose/question.ts';
import { guardQuestion } from '../../src/stages/guard/question.ts';
import { repairQuestion } from '../../src/stages/repair/question.ts';
import { codePart } from '../../src/stages/repair/show/code-part.ts';
import { shownPlaces } from '../../src/stages/repair/show/shown.ts';
import { quoted } from '../../src/text/quoted.ts';
import { poisoned } from '../report/poisoned.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';
import { outsideQuotes } from './outside-quotes.ts';

/** Stands in every untrusted text; nothing of ours contains it. */
const mark = 'OBEY';

/** A name or message that tries to get out: line ends of all kinds, fences, headings, labels. */
const hostile = fc
  .array(
    fc.constantFrom(
      '\n',
      '\r',
      '\r\n',
      '`',
      '```',
      '````',
      '~~~',
      '"',
      "'",
      ': ',
      '# The task',
      'Its text:',
      ' ',
      mark,
      'a/b.py',
    ),
    { maxLength: 12 },
  )
  .map(parts => `${mark}${parts.join('')}${mark}`);

function expectAllQuoted(prompt: string): void {
  expect(prompt).toContain(mark);
  expect(outsideQuotes(prompt)).not.toContain(mark);
}

test('a quote cannot be left', () => {
  fc.assert(
    fc.property(hostile, text => expectAllQuoted(`${quoted('Reason', text)}\nAnd then.`)),
    { numRuns: 500 },
  );
});

test('nothing of an incident stands outside a quote in the question for a repair', () => {
  fc.assert(
    fc.property(hostile, text => {
      const { incident } = { incident: poisoned(text) };
      const unusable = [{ text, reason: text }];
      expectAllQuoted(repairQuestion({ context: '', incident, seen: [], unusable }).material);
    }),
  );
});

test('nor in the question for a regression test', () => {
  fc.assert(
    fc.property(hostile, text => {
      const refusals = [{ source: text, reason: text, output: text }];
      const about = { context: '', language: languages.python, path: text, rule: null, refusals };
      expectAllQuoted(guardQuestion(about).material);
    }),
  );
});

test('nor in the questions for a diagnosis', () => {
  fc.assert(
    fc.property(hostile, text => {
      const { evidence } = poisoned(text);
      const first = diagnoseQuestion(evidence, { sources: [{ path: text, excerpt: text }], diff: text });
      expectAllQuoted(first.material);
      const answer = {
        cause: text,
        errorType: text,
        file: text,
        line: 1,
        class: 'code',
        evidence: [text],
        confidence: 1,
      } as const;
      expectAllQuoted(againQuestion(first, { ...answer, evidence: [text] }, [text]).material);
    }),
  );
});

test('nor where an answer could not be used', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async text => {
      const asked: string[] = [];
      const usage = { inputTokens: 0, outputTokens: 0, seconds: 0, dollars: 0 } satisfies Usage;
      const model: Model = {
        async ask<Answer>({ material }: Question<Answer>) {
          asked.push(material);
          return { kind: 'unusable', reason: text, text, usage } as const;
        },
      };
      const form = { kind: 'text', parse: () => null } as const;
      await askTwice(model, { name: 'q', instructions: '', material: '', effort: 'low', form });
      expectAllQuoted(asked[1] ?? '');
    }),
  );
});

test('nor where the model asks to see more', () => {
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom(null, '1', 'a.b'), (path, text, part) => {
      expectAllQuoted(codePart({ file: { path, text, part: part ?? text }, characters: 1_000 }));
      expectAllQuoted(codePart({ file: { path, text: text.repeat(50), part: null }, characters: 1_000 }));
    }),
  );
});

describe('in a tree of hostile names', () => {
  const names = ['`', '\n```\n', '"', ' ', '\r'].map(part => `${mark}${part}# The task: ${mark}.py`);
  let made: MadeTree;
  beforeAll(() => {
    const files = names.flatMap(name => [name, `tests/test_${name}`, `${mark}\n${mark}/${name}`]);
    made = treeOf(
      Object.fromEntries(files.map(file => [file, `def ${mark}():\n    return 1\n\n\n${'x = 1\n'.repeat(2_000)}`])),
    );
  });
  afterAll(() => made[Symbol.dispose]());

  test('the code is shown with all names quoted', async () => {
    const { evidence, ...incident } = poisoned(mark);
    const failures = names.map(
      (name): Failure => ({ ...failureOf(evidence), testId: `tests/test_${name}::test_x`, file: name }),
    );
    const about = {
      ...incident,
      evidence: { ...evidence, lastGreen: null },
      reproduction: { ...incident.reproduction, targets: failures },
    };
    const repository = { tree: async () => null };
    expectAllQuoted(await sourceContext(about, made.tree, { purpose: 'to repair', repository }));
  });

  test('what is asked for is shown, or said not to be, with all names quoted', async () => {
    const paths = (await made.tree.entries()).map(({ path }) => path);
    const target = { tree: made.tree, paths, workDirectory: '/w' };
    const asked = [...names, `${mark}\n${mark}`, `../${mark}`, `none/${mark}`];
    for (const path of asked) expectAllQuoted(await shownPlaces([{ path, part: null }], target));
  });
});

function failureOf({ failures }: Evidence): Failure {
  const [first] = failures;
  if (!first) throw new Error('The sample has no failure.');
  return { ...first, line: 1, frames: [] };
}
