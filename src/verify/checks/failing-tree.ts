// Whether the failing tree still fails: CI's tests as recorded, and the regression test for the recorded reason.

import type { Failure } from '../../incident/evidence.ts';
import type { Guard } from '../../incident/guard.ts';
import { listed } from '../../incident/receipt/listed.ts';
import type { KnownFailure, ReceiptDocument } from '../../incident/receipt/receipt.ts';
import type { Baseline } from '../../incident/reproduction.ts';
import { baseline } from '../../stages/reproduce/baseline.ts';
import { observe, type RebuiltJob } from '../../stages/reproduce/observe.ts';
import { runTests } from '../../suite/run-tests.ts';
import { type Finding, finding, noted } from '../finding.ts';

export interface Failing {
  readonly findings: readonly Finding[];
  /** What the repaired tree is judged by; null when the failure did not occur. */
  readonly judge: { readonly targets: Failure[]; readonly baseline: Baseline } | null;
}

const runsMade = (count: number, total: number) => `${count} of ${total}`;

export async function failsAgain(document: ReceiptDocument, job: RebuiltJob): Promise<Failing> {
  const recorded = document.targets.failures;
  const observed = await observe(job, recorded.map(asFailure));
  if (observed.kind === 'stop') {
    return { findings: [finding('failing tests, before', false, observed.detail.split('\n')[0] ?? '')], judge: null };
  }
  const here = observed.targets.map(target => target.here);
  const found = recorded.filter(failure => here.some(one => isSame(failure, one)));
  const results = baseline(observed.suiteRuns);
  const more = document.targets.all.count - recorded.length;
  return {
    findings: [
      finding(
        'failing tests, before',
        found.length === recorded.length,
        `${runsMade(found.length, recorded.length)} fail here every time as recorded`,
      ),
      ...(more > 0
        ? [noted('more failing tests', `${more} are not in the receipt by name; the whole suite covers them`)]
        : []),
      comparedBaseline(document.baseline, results),
    ],
    judge: { targets: here, baseline: results },
  };
}

/** As many runs as then, each with the same error at the same place. */
export async function guardIsRed(
  document: ReceiptDocument,
  job: RebuiltJob,
  source: string,
): Promise<{ finding: Finding; guard: Guard | null }> {
  const { path, testId, redRuns, failure: recorded } = document.guard;
  await using workspace = await job.sandbox.open(job.tree, job.environment);
  let red = 0;
  let guard: Guard | null = null;
  for (let run = 0; run < redRuns; run++) {
    const {
      command,
      failures,
      finished,
      void: isVoid,
    } = await runTests(workspace, job.recipe, { ids: [path], seconds: 60 });
    const failure = failures.find(one => isSame(recorded, one));
    if (isVoid !== null || !failure) break;
    red += 1;
    const shown = { command, failure, redRuns: red, output: finished.output };
    guard = { path, testId, source, spare: null, replaced: null, ...shown };
  }
  const where = `${recorded.errorType ?? 'error'} at ${recorded.file ?? path}:${recorded.line ?? '?'}`;
  return {
    finding: finding('regression test, before', red === redRuns, `fails ${runsMade(red, redRuns)} with ${where}`),
    guard,
  };
}

function isSame(recorded: KnownFailure, here: KnownFailure): boolean {
  const parts = ['testId', 'phase', 'errorType', 'file', 'line'] as const;
  return parts.every(part => recorded[part] === here[part]);
}

function asFailure(failure: KnownFailure): Failure {
  return { ...failure, message: '', frames: [] };
}

/** A flaky test may be on another list today. */
function comparedBaseline(recorded: ReceiptDocument['baseline'], here: Baseline): Finding {
  const kinds = ['passing', 'failing', 'skipped'] as const;
  const differing = kinds.filter(kind => listed(here[kind]).sha256 !== recorded[kind].sha256);
  const counts = kinds.map(kind => `${here[kind].length} ${kind}`).join(', ');
  const flaky = recorded.flaky.count + here.flaky.length;
  if (differing.length > 0 && flaky > 0)
    return noted('whole suite, before', `${counts}; some tests are flaky, then or now`);
  return finding(
    'whole suite, before',
    differing.length === 0,
    differing.length === 0 ? `${counts}, the same tests` : `${counts}; not the same tests ${differing.join(' and ')}`,
  );
}
