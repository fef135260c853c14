// A repaired incident with everything that a receipt is made of, and its receipt.
import { secretMasker } from '../../../src/adapters/secrets/mask.ts';
import type { Repaired } from '../../../src/incident/incident.ts';
import { sha256 } from '../../../src/incident/receipt/hashes.ts';
import { listed } from '../../../src/incident/receipt/listed.ts';
import type { Receipt } from '../../../src/incident/receipt/receipt.ts';
import { maybeReceipt } from '../../../src/stages/publish/receipt.ts';
import { sampleEntries, sampleRun } from '../../contracts/store-entries.ts';

export function sampleRepaired(): Repaired {
  const { incident } = sampleEntries(sampleRun()).repaired;
  const { reproduction, patch, ledger, guard } = incident;
  const exchange = { question: 'repair', model: 'gemini', promptSha256: sha256('p'), answerSha256: sha256('a') };
  const madeWith = { baseImage: `sha256:${sha256('base')}`, engine: '28.0.1', hook: sha256('hook') };
  const digest = `sha256:${sha256('image')}`;
  return {
    ...incident,
    ledger: { ...ledger, exchanges: [exchange] },
    reproduction: { ...reproduction, environment: { ...reproduction.environment, digest, madeWith } },
    patch: {
      ...patch,
      proof: {
        ...patch.proof,
        runs: [
          { what: 'regression test', command: guard.command, exitCode: 0, times: 5, outcomes: passed([guard.testId]) },
          { what: 'whole suite', command: 'pytest', exitCode: 0, times: 1, outcomes: passed(['t::a', guard.testId]) },
        ],
      },
    },
  };
}

function passed(ids: readonly string[]) {
  return { passed: listed(ids) };
}

export async function sampleReceipt(incident = sampleRepaired()): Promise<Receipt> {
  const receipt = await maybeReceipt(incident, secretMasker());
  if (!receipt) throw new Error('the sample has a receipt');
  return receipt;
}
