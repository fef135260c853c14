// What a rehearsal without a model prints once the line has ended.
import { describe, expect, test } from '@jest/globals';
import { lastLine, rehearsalText } from '../../src/demo/rehearsal/report.ts';
import { withoutModel } from '../../src/demo/stage-display.ts';
import type { Evidence, Failure } from '../../src/incident/evidence.ts';
import type { Entry, Known } from '../../src/incident/incident.ts';
import { emptyLedger } from '../../src/incident/ledger.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { Recipe, Reproduction } from '../../src/incident/reproduction.ts';
import { sampleRun } from '../contracts/store-entries.ts';

const failure: Failure = {
  testId: 'test_a.py::test_b',
  phase: 'call',
  errorType: 'KeyError',
  message: "KeyError: 'x'",
  file: 'a.py',
  line: 3,
  frames: [],
};

const evidence: Evidence = {
  job: { id: 1, name: 'test (3.11)', url: 'https://github.com/a/b', step: { name: 'Test', number: 5 } },
  otherFailedJobs: [],
  logSource: 'archive',
  failures: [failure],
  commands: [],
  lastGreen: null,
  language: 'python',
  languageVersion: '3.11',
  digest: 'Log:\nE   KeyError',
  signature: 'abc',
};

const script = { shell: 'bash -e {0}', directory: '.', env: { CI: 'true' } };
const recipe: Recipe = {
  language: 'python',
  image: 'python:3.11-slim',
  setup: [{ ...script, text: 'cd lib\npip install .', directory: 'lib', env: { CI: 'true', A: 'b' } }],
  test: { ...script, text: 'tox -e py' },
  history: { depth: 1, tags: false },
  services: [{ name: 'db', image: 'postgres:16', env: {}, ports: [], health: null }],
  notes: ['Left `codecov` out of the setup: it publishes, uploads or notifies.'],
};

const reproduction: Reproduction = {
  recipe,
  environment: { image: 'i', digest: 'sha256:0', workDirectory: '/w' },
  tree: 't',
  targets: [failure],
  baseline: { passing: ['x', 'y'], failing: ['z'], flaky: [], skipped: [], runs: 2, seconds: 1.24 },
  executed: [],
  reached: [],
  output: '',
};

const run = sampleRun();
const queued = { id: incidentId(run), run, limits: { attempts: 2, dollars: 1 }, ledger: emptyLedger, attempts: [] };
const stop = (code: 'no-guard' | 'low-confidence' | 'setup-failed', detail = '') => ({ stop: { code, detail } });
const prompt = { question: 'guard', model: 'gemini-x', tokens: 12_000, answerTokens: 1_000, path: '/p/guard.md' };
const prices = { input: 0.5, output: 3 };

function printed(known: Partial<Known>, rebuilt: Recipe | string | null = recipe, prompts = [prompt]): string {
  return rehearsalText({ known: { ...queued, ...known }, rebuilt, prompts, prices });
}

describe('the job', () => {
  test('is told step by step, with what was left out', () => {
    const text = printed({ evidence, reproduction, ...stop('no-guard') });
    expect(text).toContain('.github/workflows/ci.yml, job "test (3.11)", step 5 "Test"');
    expect(text).toContain('Image: python:3.11-slim\nBeside it: db (postgres:16)\nIn every step: CI="true"');
    expect(text).toContain('Setup 1 (bash -e {0}, in lib, with A="b")\n    cd lib\n    pip install .\n');
    expect(text).toContain('The failing command (bash -e {0})\n    tox -e py\n');
    expect(text).toContain('Left out or different:\n- Left `codecov` out of the setup');
  });

  test('that cannot be rebuilt says why', () => {
    expect(printed({ evidence }, 'The job runs on macOS.')).toContain('The job runs on macOS.');
  });
});

describe('the failure', () => {
  test('that was reproduced is told with its runs', () => {
    const text = printed({ evidence, reproduction, ...stop('no-guard') });
    expect(text).toContain(
      "Reproduced: 1 of 1, without network, with CI's error in every run.\n- test_a.py::test_b at a.py:3",
    );
    expect(text).toContain('Runs: 2 of the full command, at most 1.2 s each (2 passed, 1 failed)');
    expect(text).not.toContain('could not write a regression test');
  });

  test('that was not is told with the reason', () => {
    const text = printed({ evidence, ...stop('setup-failed', '`pip install .` failed.') });
    expect(text).toContain('Failed in CI:\n- test_a.py::test_b (KeyError)');
    expect(text).toContain('Nightwatch stopped: the environment could not be built.');
    expect(text).toContain('`pip install .` failed.');
    expect(text).toContain('\n    Log:\n    E   KeyError');
  });

  test('without a failing test is not blamed on the placeholder for a diagnosis', () => {
    const known = { evidence: { ...evidence, failures: [] }, ...stop('low-confidence', 'of 20%') };
    expect(printed(known)).toContain('names no failing test, so only the model could tell more.');
    expect(printed(known)).not.toContain('of 20%');
  });
});

describe('the prompts', () => {
  test('are priced, and what is not in them yet is named', () => {
    const text = printed({ evidence, reproduction });
    expect(text).toContain('They are for gemini-x at $0.50 and $3.00 per million tokens');
    expect(text).toMatch(
      /guard +about 12,000 tokens +\$0\.0060 and at most \$0\.0030 for the answer {2}\/p\/guard\.md/,
    );
    expect(text).toMatch(/in all +about 12,000 tokens +\$0\.0060 and at most \$0\.0030/);
    expect(text).toContain('- the regression test:');
  });

  test('are none when rules decide', () => {
    expect(printed({ evidence, ...stop('setup-failed') }, recipe, [])).toContain('None: ');
  });
});

test.each([
  [{ evidence, reproduction }, [prompt], /^With GEMINI_API_KEY set, the same command goes on/],
  [{ evidence, ...stop('low-confidence') }, [prompt], /^With GEMINI_API_KEY set, the same command asks the model for/],
  [{ evidence, ...stop('setup-failed') }, [prompt], /adds a diagnosis, but no repair/],
  [{ evidence, ...stop('setup-failed') }, [], /^GEMINI_API_KEY would change nothing here/],
])('the last line says what a key would add', (known, prompts, words) => {
  expect(lastLine({ known: { ...queued, ...known }, prompts })).toMatch(words);
});

describe('the progress display', () => {
  const stopped = (code: 'no-guard' | 'low-confidence' | 'setup-failed'): Entry => ({
    state: 'stopped',
    incident: { ...queued, evidence, ...stop(code) },
  });

  test.each([
    ['collected', 'low-confidence', ' (undecided; the question to the model is not sent)'],
    ['collected', 'setup-failed', ': stopped, the environment could not be built'],
    ['reproduced', 'no-guard', ' (not sent)'],
  ] as const)('of %s, stopped for %s, ends in %j', (state, code, words) => {
    expect(withoutModel.result(state, stopped(code))).toBe(words);
  });
});
