import { expect, test } from '@jest/globals';
import { verify } from '@octokit/webhooks-methods';
import { CompletedRun } from '../../../src/intake/completed-run.ts';
import { triage } from '../../../src/intake/triage.ts';
import { deliveriesOf } from '../../../src/measure/bench/intake/deliveries.ts';

const next = deliveriesOf({ secret: 'a secret', installationId: 7, owner: 'acme', repository: 'shop' });

test('every delivery is of a run of its own, and one that the intake watches', () => {
  const decisions = [...next(3), ...next(2)].map(({ body }) => triage(CompletedRun.parse(JSON.parse(body)), null));
  const runs = decisions.map(decision => (decision.kind === 'watch' ? decision.run.runId : decision.kind));
  expect(new Set(runs).size).toBe(5);
  expect(runs.every(id => typeof id === 'number')).toBe(true);
});

test('every delivery bears the signature of its own body', async () => {
  for (const { headers, body } of next(2))
    expect(await verify('a secret', body, headers['x-hub-signature-256'] ?? '')).toBe(true);
});
