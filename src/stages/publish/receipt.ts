// The receipt of a proven repair, from the incident's facts alone.
import type { Failure } from '../../incident/evidence.ts';
import type { Repaired } from '../../incident/incident.ts';
import { sha256 } from '../../incident/receipt/hashes.ts';
import { listed } from '../../incident/receipt/listed.ts';
import {
  type KnownFailure,
  type Receipt,
  ReceiptDocument,
  receiptVersion,
  sealed,
} from '../../incident/receipt/receipt.ts';
import { nightwatchVersion } from '../../incident/version.ts';

/** A fix of more is verified by the first of them. */
const mostTargets = 60;

/**
 * Without secrets: `masked` is what the text will go through on its way to GitHub, so it goes through it before its digest is
 * taken. Null for a proof from before there were receipts, and where nothing legible is left.
 */
export async function maybeReceipt(
  incident: Repaired,
  masked: (text: string) => Promise<string>,
): Promise<Receipt | null> {
  if (incident.patch.proof.runs.length === 0) return null;
  const document = documentOf(incident);
  const text = JSON.stringify(document, null, 1);
  const shown = await masked(text);
  if (shown === text) return sealed(document);
  const read = ReceiptDocument.safeParse(maybeJson(shown));
  return read.success ? sealed(read.data) : null;
}

function documentOf(incident: Repaired): ReceiptDocument {
  const { id, run, evidence, reproduction, patch, ledger, attempts } = incident;
  const { installationId: _, ...publicRun } = run;
  const { treeBefore, treeAfter, runs, neighbours } = patch.proof;
  const attempt = attempts.find(({ number }) => number === patch.attempt);
  return {
    version: receiptVersion,
    incident: id,
    run: publicRun,
    trees: { before: treeBefore, after: treeAfter },
    change: changeOf(patch),
    guard: guardOf(incident),
    targets: targetsOf(reproduction.targets),
    baseline: baselineOf(incident),
    runs,
    ...(neighbours ? { neighbours } : {}),
    // Its notes are caveats, which stand at the top.
    recipe: { ...reproduction.recipe, notes: [] },
    environment: reproduction.environment,
    exchanges: ledger.exchanges,
    versions: { nightwatch: nightwatchVersion, language: evidence.languageVersion },
    times: { run: run.startedAt, attempt: attempt?.startedAt ?? '', attemptSeconds: attempt?.seconds ?? 0 },
  };
}

function changeOf({ diff, changes }: Repaired['patch']): ReceiptDocument['change'] {
  const files = changes.map(({ path, executable, content }) => ({
    path,
    executable,
    sha256: content === null ? null : sha256(content),
  }));
  return { diffSha256: sha256(diff), files };
}

function guardOf({ guard }: Repaired): ReceiptDocument['guard'] {
  const { path, testId, source, command, redRuns, failure } = guard;
  return { path, testId, sha256: sha256(source), command, redRuns, failure: known(failure) };
}

function targetsOf(targets: readonly Failure[]): ReceiptDocument['targets'] {
  return { all: listed(targets.map(({ testId }) => testId)), failures: targets.slice(0, mostTargets).map(known) };
}

function baselineOf({ reproduction }: Repaired): ReceiptDocument['baseline'] {
  const { runs, passing, failing, flaky, skipped } = reproduction.baseline;
  return {
    runs,
    passing: listed(passing),
    failing: listed(failing),
    flaky: listed(flaky),
    skipped: listed(skipped),
  };
}

function known({ testId, phase, errorType, file, line }: Failure): KnownFailure {
  return { testId, phase, errorType, file, line };
}

function maybeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Masking has taken a quotation mark with it.
  }
}
