// Which history a job's checkout has.
import { expect, test } from '@jest/globals';
import { historyOf } from '../../src/actions/checkout.ts';
import { workflowJob } from '../../src/actions/workflow.ts';

const oneCommit = { depth: 1, tags: false };
const everything = { depth: 0, tags: true };

test.each([
  ['', oneCommit],
  ['fetch-depth: 0', everything],
  ["fetch-depth: '0'", everything],
  ['fetch-depth: 100', { depth: 100, tags: false }],
  ['fetch-tags: true', { depth: 1, tags: true }],
  ["{ fetch-tags: 'TRUE', fetch-depth: 2 }", { depth: 2, tags: true }],
  [`fetch-depth: \${{ matrix.depth }}`, { depth: 5, tags: false }],
  // The action reads nonsense as 0.
  ['fetch-depth: all', everything],
  ['fetch-depth: -1', everything],
])('a checkout with %j', (inputs, history) => {
  expect(historyOf(job(inputs))).toEqual(history);
});

test('another repository’s checkout, and one beside the work tree, do not count', () => {
  expect(historyOf(job('{ repository: ada/tools, fetch-depth: 0 }'))).toEqual(oneCommit);
  expect(historyOf(job('{ path: old, fetch-depth: 0 }'))).toEqual(oneCommit);
  expect(historyOf(null)).toEqual(oneCommit);
});

function job(inputs: string) {
  return workflowJob(
    `on: push
jobs:
  test:
    name: test \${{ matrix.depth }}
    runs-on: ubuntu-latest
    strategy: { matrix: { depth: [5] } }
    steps:
      - uses: actions/checkout@v4
        with: ${inputs.startsWith('{') || inputs === '' ? inputs : `\n          ${inputs}`}
      - run: pytest
`,
    'test 5',
  );
}
