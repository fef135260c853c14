// The incident behind the row "prompt": a test that uses every large file of the generated repository fails in one of them.
import type { Failure } from '../../../incident/evidence.ts';
import type { Reproduced } from '../../../incident/incident.ts';
import { emptyLedger } from '../../../incident/ledger.ts';
import { incidentId } from '../../../incident/names.ts';
import type { ExecutedFunction } from '../../../incident/reproduction.ts';
import { evidenceOf, recipe, runOf } from '../../sample-incident.ts';
import { importsOfLargeFiles } from '../repository/large-repository.ts';

const testPath = 'tests/test_rules.py';
const suspect = 'library/large_0.py';

/** The failing test, as a file of the repository. */
export function failingTest(): Record<string, string> {
  const test =
    'def test_order_values_below_the_limit():\n    assert step_0([1, 2, 3], limit=3)["order"] == [1, 2, 3]\n';
  return { [testPath]: `${importsOfLargeFiles()}\n\n${test}` };
}

const failure: Failure = {
  testId: `${testPath}::test_order_values_below_the_limit`,
  phase: 'call',
  errorType: 'KeyError',
  message: "'order'",
  file: suspect,
  line: 20,
  frames: [
    { file: testPath, line: 14, function: 'test_order_values_below_the_limit', inRepository: true },
    { file: suspect, line: 20, function: 'step_0', inRepository: true },
  ],
};

export function failingIncident(tree: string): Reproduced {
  return {
    id: incidentId(run),
    run,
    limits: { attempts: 3, dollars: 1 },
    ledger: emptyLedger,
    attempts: [],
    settings: { enabled: true },
    evidence,
    diagnosis: {
      class: 'code',
      errorType: 'KeyError',
      file: suspect,
      line: 20,
      cause: 'The result has no such key.',
      confidence: 0.9,
      checks: [],
    },
    reproduction: {
      recipe,
      environment: { image: 'bench', digest: 'sha256:0', workDirectory: '/work' },
      tree,
      targets: [failure],
      baseline: { passing: [], failing: [failure.testId], flaky: [], skipped: [], runs: 1, seconds: 1 },
      executed: executedFunctions(),
      reached: [],
      output: "E   KeyError: 'order'\n",
    },
  };
}

const run = runOf('library');

const evidence = evidenceOf(failure, { digest: "E   KeyError: 'order'", signature: 'bench', lastGreen: null });

/** Every large file has functions that the failing test runs, as after a run with coverage. */
function executedFunctions(): ExecutedFunction[] {
  return Array.from({ length: 60 }, (_, index) => ({
    file: `library/large_${index % 10}.py`,
    function: 'step',
    line: 6 + 13 * Math.floor(index / 10),
    score: 1 / (1 + index),
  }));
}
