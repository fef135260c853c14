// The runs of a verification as the receipt keeps them: command, exit code, and outcomes by test.
import { canonicalText } from '../../../incident/receipt/hashes.ts';
import { listed } from '../../../incident/receipt/listed.ts';
import type { ProofRun } from '../../../incident/receipt/proof-run.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import type { Verification } from './verification.ts';

/** Runs that gave the same are one entry. */
export function proofRunsOf({ guard, targets, suite, listed: list, canary }: Verification): ProofRun[] {
  const runs = [
    ...guard.filter(run => run !== suite).map(run => proofRun('regression test', run)),
    ...targets.map(run => proofRun('failing tests', run)),
    ...(suite ? [proofRun('whole suite', suite)] : []),
    ...(list?.ids ? [listRun(list.command, [...list.ids])] : []),
    ...(canary ? [proofRun('canary', canary)] : []),
  ];
  return [...Map.groupBy(runs, canonicalText).values()].flatMap(same =>
    same[0] ? [{ ...same[0], times: same.length }] : [],
  );
}

function proofRun(what: ProofRun['what'], { command, finished, outcomes }: SuiteRun): ProofRun {
  const byOutcome = Map.groupBy(outcomes.keys(), id => outcomes.get(id) ?? '');
  const lists = [...byOutcome].map(([outcome, ids]) => [outcome, listed(ids)] as const);
  return { what, command, exitCode: finished.exitCode, times: 1, outcomes: Object.fromEntries(lists) };
}

/** By another process, which runs none of them. */
function listRun(command: string, ids: readonly string[]): ProofRun {
  return { what: 'list of tests', command, exitCode: null, times: 1, outcomes: { listed: listed(ids) } };
}
