import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Entry } from '../../src/incident/incident.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { ScriptedAnswer } from '../../src/standins/gemini/answer.ts';
import type { AskedQuestion } from '../../src/standins/gemini/server.ts';
import { isOver, repository, type Scenario, startScenario, until } from './scenario.ts';

/** A module of its own with one wrong line. */
interface Case {
  readonly module: string;
  readonly code: readonly string[];
  readonly wrong: string;
  readonly right: string;
  /** What CI's failing test asserts, and what the regression test does. */
  readonly asserts: readonly [string, string];
  /** A line of CI's log that the diagnosis quotes. */
  readonly said: string;
  /** CI's step, where it is another than pytest with five minutes. */
  readonly ci?: { readonly command: string; readonly minutes: number };
}

const cases = {
  // First, because it waits more than it works: the others are pushed when its CI has ended, and do not keep it from a worker.
  Timeout: {
    module: 'inbox',
    code: [
      'def drained(inbox):',
      '    letters = []',
      '    while len(letters) < inbox.maxsize:',
      '        letters.append(inbox.get())',
      '    return letters',
    ],
    wrong: '    while len(letters) < inbox.maxsize:',
    right: '    while not inbox.empty():',
    asserts: ['drained(Queue(2)) == []', 'not drained(Queue(1))'],
    said: 'The action has timed out after',
    ci: { command: 'python -m pytest', minutes: 0.15 },
  },
  TypeError: {
    module: 'sizes',
    code: ['def size(items):', '    return len(items)'],
    wrong: '    return len(items)',
    right: '    return len(items or ())',
    asserts: ['size(None) == 0', 'size(None) == size([])'],
    said: "object of type 'NoneType' has no len()",
  },
  ImportError: {
    module: 'menus',
    code: ['from collections import Mapping', '', '', 'def is_menu(thing):', '    return isinstance(thing, Mapping)'],
    wrong: 'from collections import Mapping',
    right: 'from collections.abc import Mapping',
    asserts: ['is_menu({})', 'is_menu({"soup": 3})'],
    said: "cannot import name 'Mapping' from 'collections'",
  },
  ModuleNotFoundError: {
    module: 'prices',
    code: ['from desimal import Decimal', '', '', 'def price(text):', '    return Decimal(text)'],
    wrong: 'from desimal import Decimal',
    right: 'from decimal import Decimal',
    asserts: ['str(price("1.50")) == "1.50"', 'price("1.5") == price("1.50")'],
    said: "No module named 'desimal'",
  },
  AttributeError: {
    module: 'letters',
    code: ['def letters(word):', '    return word.length'],
    wrong: '    return word.length',
    right: '    return len(word)',
    asserts: ['letters("abc") == 3', 'letters("ab") == 2'],
    said: "'str' object has no attribute 'length'",
  },
  AssertionError: {
    module: 'means',
    code: ['def mean(values):', '    return sum(values) / (len(values) + 1)'],
    wrong: '    return sum(values) / (len(values) + 1)',
    right: '    return sum(values) / len(values)',
    asserts: ['mean([2, 4]) == 3', 'mean([5]) == 5'],
    said: 'assert 2.0 == 3',
  },
  SyntaxError: {
    module: 'areas',
    code: ['def area(width, height)', '    return width * height'],
    wrong: 'def area(width, height)',
    right: 'def area(width, height):',
    asserts: ['area(2, 3) == 6', 'area(1, 1) == 1'],
    said: "SyntaxError: expected ':'",
  },
  NameError: {
    module: 'labels',
    code: ['def label(name):', '    return nmae.title()'],
    wrong: '    return nmae.title()',
    right: '    return name.title()',
    asserts: ['label("ada") == "Ada"', 'label("bo") == "Bo"'],
    said: "name 'nmae' is not defined",
  },
  ValueError: {
    module: 'shares',
    code: ['def share(text):', '    return int(text)'],
    wrong: '    return int(text)',
    right: '    return int(text.rstrip("%"))',
    asserts: ['share("12%") == 12', 'share("7%") == share("7")'],
    said: "invalid literal for int() with base 10: '12%'",
  },
  KeyError: {
    module: 'counts',
    code: [
      'def counts(words):',
      '    found = {}',
      '    for word in words:',
      '        found[word] = found[word] + 1',
      '    return found',
    ],
    wrong: '        found[word] = found[word] + 1',
    right: '        found[word] = found.get(word, 0) + 1',
    asserts: ['counts("aab") == {"a": 2, "b": 1}', 'counts("zz") == {"z": 2}'],
    said: "KeyError: 'a'",
  },
  IndexError: {
    module: 'initials',
    code: ['def initial(name):', '    return name[0].upper()'],
    wrong: '    return name[0].upper()',
    right: '    return name[:1].upper()',
    asserts: ['initial("") == ""', 'not initial("")'],
    said: 'string index out of range',
  },
  RecursionError: {
    module: 'digits',
    code: ['def digit_sum(number):', '    return digit_sum(number // 10) + number % 10'],
    wrong: '    return digit_sum(number // 10) + number % 10',
    right: '    return number and digit_sum(number // 10) + number % 10',
    asserts: ['digit_sum(123) == 6', 'digit_sum(40) == 4'],
    said: 'maximum recursion depth exceeded',
  },
  ZeroDivisionError: {
    module: 'tills',
    code: ['def part(paid, people):', '    return paid / people'],
    wrong: '    return paid / people',
    right: '    return people and paid / people',
    asserts: ['part(6, 0) == 0', 'not part(1, 0)'],
    said: 'ZeroDivisionError: division by zero',
    ci: { command: 'python -m unittest discover -s tests', minutes: 5 },
  },
} satisfies Record<string, Case>;
type ErrorType = keyof typeof cases;
const types = Object.keys(cases) as ErrorType[];
const caseOf = (type: ErrorType): Case => cases[type];

describe('a failing test becomes a proven pull request, whatever its error', () => {
  let scenario: Scenario;

  beforeAll(async () => {
    const files = { 'pyproject.toml': '[tool.pytest.ini_options]\npythonpath = ["."]\n' };
    scenario = await startScenario({ files, answers, environment: { WORKER_CONCURRENCY: '2' } });
    for (const type of types) {
      const { module, code } = caseOf(type);
      const own = { [`${module}.py`]: text(code), [testPath(type)]: testText(type, 0) };
      const pushed = { ...own, '.github/workflows/ci.yml': workflow(type) };
      await scenario.stack.github.commit({ repository, branch: `case-${type}`, files: pushed, message: type });
      if (type === 'Timeout') await failedRun(scenario, `case-${type}`);
    }
  });
  afterAll(() => scenario.stop());

  test.each(types)('%s', async type => {
    const entry = await endOf(scenario, `case-${type}`);
    if (entry.state !== 'published') throw new Error(`It ended otherwise: ${JSON.stringify(entry).slice(-3_000)}`);
    const { evidence, reproduction, guard, patch, proposal } = entry.incident;
    expect(evidence.failures[0]?.errorType).toBe(type);
    expect(reproduction.targets.map(target => target.errorType)).toEqual([type]);
    expect(guard.failure.errorType).toBe(type);
    expect(patch.changes.map(change => change.path)).toEqual([`${caseOf(type).module}.py`, guard.path]);
    const pulls = await scenario.stack.github.pulls(repository);
    const pull = pulls.find(({ number }) => number === proposal.number);
    expect(pull?.base.ref).toBe(`case-${type}`);
    expect(pull?.body).toContain(type);
    expect(pull?.body).toContain(patch.proof.treeAfter);
  });
});

function workflow(type: ErrorType): string {
  const { command, minutes } = caseOf(type).ci ?? { command: 'python -m pytest', minutes: 5 };
  return `on:
  push:
    branches: ['case-*']
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: { python-version: '3.11' }
      - run: ${command}
        timeout-minutes: ${minutes}
`;
}

function testPath(type: ErrorType): string {
  return `tests/test_${caseOf(type).module}.py`;
}

function testText(type: ErrorType, which: 0 | 1): string {
  const { module, code, asserts, ci } = caseOf(type);
  const assertion = asserts[which];
  const name = /^def (\w+)/m.exec(text(code))?.[1];
  const heading = [
    ...(assertion.includes('Queue(') ? ['from queue import Queue', ''] : []),
    ...(ci?.command.includes('unittest') ? ['import unittest', ''] : []),
    `from ${module} import ${name}`,
    '',
    '',
  ];
  if (!ci?.command.includes('unittest')) return text([...heading, `def test_${module}():`, `    assert ${assertion}`]);
  const method = [`    def test_${module}(self):`, `        self.assertTrue(${assertion})`];
  return text([...heading, 'class Case(unittest.TestCase):', ...method]);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function answers({ name: question, prompt }: AskedQuestion): ScriptedAnswer {
  const type = types.find(each => prompt.includes(testPath(each)));
  if (type === undefined) throw new Error(`No case is asked about:\n${prompt.slice(-2_000)}`);
  const { module, wrong, right, said, code } = caseOf(type);
  if (question === 'guard') return { text: `\`\`\`python\n${testText(type, 1)}\`\`\`\n` };
  if (question === 'repair') {
    const marked = ['<<<<<<< SEARCH', wrong, '=======', right, '>>>>>>> REPLACE'];
    return { text: `This line is wrong.\n\n${['```', `${module}.py`, ...marked, '```'].join('\n')}\n` };
  }
  const diagnosis = {
    errorType: type,
    file: `${module}.py`,
    line: code.indexOf(wrong) + 1,
    cause: 'One line is wrong.',
  };
  return { text: JSON.stringify({ ...diagnosis, class: 'code', confidence: 0.95, evidence: [said] }) };
}

async function failedRun({ stack }: Scenario, branch: string) {
  return await until(async () =>
    stack.github
      .workflowRuns(repository)
      .find(each => each.headBranch === branch && each.attempts.at(-1)?.conclusion === 'failure'),
  );
}

async function endOf(scenario: Scenario, branch: string): Promise<Entry> {
  const run = await failedRun(scenario, branch);
  const id = incidentId({ runId: run.id, attempt: run.attempts.length });
  return await until(async () => {
    const found = await scenario.store.find(id);
    return found && isOver(found.entry) ? found.entry : null;
  });
}
