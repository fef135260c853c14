import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoFiles } from '../../src/demo/demo-files.ts';
import type { IncidentView } from '../../src/incident/journal.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { ScriptedAnswer } from '../../src/standins/gemini/answer.ts';
import type { AskedQuestion } from '../../src/standins/gemini/server.ts';
import { isOver, repository, type Scenario, startScenario, until } from './scenario.ts';

/** What the model does about a test that expects triple(4) to be 17: its answers to `repair`, the last one again and again. */
interface Case {
  readonly repairs: readonly string[];
  /** Whether CI was green before the value was flipped. */
  readonly knownGreen?: boolean;
  readonly diagnosis?: { readonly class: string; readonly confidence: number };
}

const body = '    return x * 3';

const cases = {
  'gives up': { repairs: ['CANNOT_FIX: three times four is twelve, and the test expects seventeen'] },
  'blames the test': {
    repairs: ['CANNOT_FIX: the expected value is wrong'],
    diagnosis: { class: 'test', confidence: 0.95 },
  },
  'blames the test and is not sure': { repairs: [], diagnosis: { class: 'test', confidence: 0.35 } },
  'writes the expected value into the code': {
    repairs: ['    return 17', '    y = 17\n    return y', '    return 17 if x == 4 else x * 3'],
  },
  'answers the one case apart': {
    repairs: [
      `    if x == 4:\n        return 17\n${body}`,
      '    return {4: 17}.get(x, x * 3)',
      `    if 3 < x < 5:\n        return 17\n${body}`,
    ],
  },
  'edits the test': { repairs: ['tests'] },
  'makes the test pass and breaks another': {
    repairs: ['    return x * 3 + 5', '    return x * 3 + 5', '    return 17'],
  },
  'hides the one case well enough for every test': {
    repairs: ['    return x * 3 + 5 * (x // 4) * (4 // x)'],
    knownGreen: true,
  },
} satisfies Record<string, Case>;
type Name = keyof typeof cases;

describe('an expected value that was flipped in a test, and a model that', () => {
  let scenario: Scenario;
  const ended = new Map<string, IncidentView>();

  beforeAll(async () => {
    const { green } = await demoFiles();
    const kept = Object.entries(green).filter(([path]) => !path.endsWith('.py'));
    const files = Object.fromEntries(kept.map(([path, text]) => [path, text.replace('branches: [main]', '')]));
    scenario = await startScenario({ files, answers, environment: { WORKER_CONCURRENCY: '2' } });
    // Each on a branch of its own, in files of its own, which tell the model's questions apart.
    for (const [at, each] of Object.values<Case>(cases).entries()) {
      if (each.knownGreen) await greenFirst(scenario, at);
      const code = {
        [codeOf(at)]: sourceOf(),
        [testOf(at)]: testsOf(at),
      };
      await scenario.stack.github.commit({ repository, branch: `case-${at}`, files: code, message: 'A flipped value' });
    }
    for (const [at, name] of Object.keys(cases).entries()) ended.set(name, await endOf(scenario, `case-${at}`));
  });
  afterAll(() => scenario.stop());

  test.each<[Name, string, readonly string[]]>([
    ['gives up', 'cannot-fix', ['cannot-fix']],
    ['blames the test', 'cannot-fix', ['cannot-fix']],
    ['blames the test and is not sure', 'low-confidence', []],
    ['writes the expected value into the code', 'attempts-spent', ['suspicious', 'suspicious', 'suspicious']],
    ['answers the one case apart', 'attempts-spent', ['suspicious', 'suspicious', 'suspicious']],
    ['edits the test', 'attempts-spent', ['forbidden-file', 'forbidden-file', 'forbidden-file']],
    ['hides the one case well enough for every test', 'cannot-fix', []],
    ['makes the test pass and breaks another', 'attempts-spent', ['newly-failing', 'repeated', 'suspicious']],
  ])('%s: it ends in %s', (name, code, gates) => {
    const entry = ended.get(name)?.entry;
    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code } } });
    const attempts = entry?.incident.attempts ?? [];
    expect(attempts.map(({ verdict }) => (verdict.kind === 'refused' ? verdict.gate : 'proven'))).toEqual(gates);
  });

  test('blames the test and is unsure: its diagnosis is shown as a guess', () => {
    const entry = ended.get('blames the test and is not sure')?.entry;
    expect(entry?.incident).toMatchObject({ diagnosis: { class: 'test', cause: 'It is not 17.' } });
    const bodies = scenario.stack.github.issues(repository).map(issue => issue.body);
    expect(bodies).toContainEqual(expect.stringMatching(/stopped: low confidence[\s\S]*### Analysis\s+It is not 17\./));
  });

  test('does whatever it likes: the result is always an issue, never a pull request', async () => {
    expect(await scenario.stack.github.pulls(repository)).toEqual([]);
    expect(scenario.stack.github.issues(repository)).toHaveLength(Object.keys(cases).length);
  });
});

function codeOf(at: number): string {
  return `triple_${at}.py`;
}

function testOf(at: number): string {
  return `tests/test_triple_${at}.py`;
}

function testsOf(at: number): string {
  const right = 'def test_three():\n    assert triple(3) == 9\n';
  return `from triple_${at} import triple\n\n\n${right}\n\ndef test_four():\n    assert triple(4) == 17\n`;
}

async function greenFirst({ stack }: Scenario, at: number): Promise<void> {
  const files = { [codeOf(at)]: sourceOf(), [testOf(at)]: testsOf(at).replace('17', '12') };
  await stack.github.commit({ repository, branch: `case-${at}`, files, message: 'All is well' });
  await until(async () =>
    stack.github.workflowRuns(repository).some(run => run.attempts.at(-1)?.conclusion === 'success'),
  );
}

function sourceOf(): string {
  return `"""Three times something."""\n\n\ndef triple(x):\n${body}\n`;
}

function answers({ name: question, prompt }: AskedQuestion): ScriptedAnswer {
  const at = Object.keys(cases).findIndex((_, each) => prompt.includes(testOf(each)));
  const { repairs, diagnosis }: Case = Object.values(cases)[at] ?? { repairs: [] };
  if (question === 'diagnose') {
    const evidence = ['assert 12 == 17'];
    const shared = { errorType: 'AssertionError', file: codeOf(at), line: 5, cause: 'It is not 17.', evidence };
    return { text: JSON.stringify({ ...shared, class: 'code', confidence: 0.9, ...diagnosis }) };
  }
  if (question === 'guard') {
    const test = `from triple_${at} import triple\n\n\ndef test_it():\n    assert triple(4) == 17`;
    return { text: `\`\`\`python\n${test}\n\`\`\`\n` };
  }
  const tried = prompt.match(/^## Attempt \d/gm)?.length ?? 0;
  const repair = repairs[Math.min(tried, repairs.length - 1)] ?? '';
  if (repair.startsWith('CANNOT_FIX')) return { text: repair };
  if (repair === 'tests') return { text: edit(testOf(at), '    assert triple(4) == 17', '    assert triple(4) == 12') };
  return { text: edit(codeOf(at), body, repair) };
}

function edit(path: string, search: string, replace: string): string {
  return `It should be 17.\n\n\`\`\`\n${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
}

async function endOf({ stack, store }: Scenario, branch: string): Promise<IncidentView> {
  const run = await until(
    async () =>
      stack.github
        .workflowRuns(repository)
        .find(each => each.headBranch === branch && each.attempts.at(-1)?.conclusion === 'failure'),
    300,
  );
  return await until(async () => {
    const found = await store.find(incidentId({ runId: run.id, attempt: run.attempts.length }));
    return found && isOver(found.entry) && (await store.pending()) === 0 ? found : null;
  });
}
