// Whether the repaired tree still passes: proven by the same code as then, and compared with what was recorded.
import type { Judged } from '../../incident/incident.ts';
import { canonicalText } from '../../incident/receipt/hashes.ts';
import type { ProofRun } from '../../incident/receipt/proof-run.ts';
import type { ReceiptDocument } from '../../incident/receipt/receipt.ts';
import type { Sandbox, Tree } from '../../ports.ts';
import { proofRunsOf } from '../../stages/repair/prove/proof-runs.ts';
import { type Verification, verify } from '../../stages/repair/prove/verification.ts';
import { type Finding, finding, noted } from '../finding.ts';
import { isShownAs } from '../restored-recipe.ts';

export interface Trees {
  readonly failing: Tree;
  readonly repaired: Tree;
  readonly sandbox: Sandbox;
}

export async function passesAgain(document: ReceiptDocument, judged: Judged, trees: Trees): Promise<Finding[]> {
  const { sandbox, failing, repaired } = trees;
  const changed = document.change.files.flatMap(({ path, sha256 }) => (sha256 === null ? [] : [path]));
  const verification = await verify(repaired, judged, { sandbox, failing, changed });
  const { refused } = verification;
  const verdict = finding('repaired tree', refused === null, refused?.reason ?? 'no check refuses it');
  const runs = proofRunsOf(verification);
  const isFlaky = document.baseline.flaky.count + judged.reproduction.baseline.flaky.length > 0;
  return [
    verdict,
    ...kinds.map(what => compared(what, { recorded: document.runs, runs, isFlaky, hasEnded: refused !== null })),
    ...doubts(verification),
  ];
}

const kinds = ['regression test', 'failing tests', 'whole suite', 'list of tests', 'canary'] as const;

interface Compared {
  readonly recorded: readonly ProofRun[];
  readonly runs: readonly ProofRun[];
  readonly isFlaky: boolean;
  /** At a refusal: what would have come after it was not run. */
  readonly hasEnded: boolean;
}

/** Command, exit code and outcome of every test, of whichever number of runs. */
function compared(what: ProofRun['what'], { recorded, runs, isFlaky, hasEnded }: Compared): Finding {
  const then = recorded.filter(run => run.what === what);
  const now = runs.filter(run => run.what === what).map(run => ({ ...run, command: commandAsIn(then, run.command) }));
  const name = what === 'canary' ? 'canary, must be red' : `${what}, after`;
  const detail = now.map(outcomesText).join('; ') || 'not run';
  if (hasEnded && now.length === 0) return noted(name, 'not reached');
  const same = sorted(then) === sorted(now);
  if (!same && isFlaky && what === 'whole suite') return noted(name, `${detail}; some tests are flaky, then or now`);
  return finding(name, same, same ? detail : `${detail}; recorded: ${then.map(outcomesText).join('; ') || 'none'}`);
}

/** A receipt masks what a command shows of a secret. */
function commandAsIn(recorded: readonly ProofRun[], command: string): string {
  return recorded.find(run => isShownAs(command, run.command))?.command ?? command;
}

function sorted(runs: readonly ProofRun[]): string {
  return runs
    .map(({ times: _, outcomes, ...run }) => canonicalText({ ...run, outcomes: digestsOf(outcomes) }))
    .sort()
    .join('\n');
}

/** How many names a list shows is the version's affair. */
function digestsOf(outcomes: ProofRun['outcomes']): Record<string, string> {
  return Object.fromEntries(Object.entries(outcomes).map(([outcome, { sha256 }]) => [outcome, sha256]));
}

function outcomesText({ outcomes, times, exitCode }: ProofRun): string {
  const counts = Object.entries(outcomes).map(([outcome, { count }]) => `${count} ${outcome}`);
  return `${counts.join(', ')}${exitCode === null ? '' : `, exit code ${exitCode}`}${times > 1 ? `, ${times} times` : ''}`;
}

function doubts({ failingOnBase }: Verification): Finding[] {
  if (failingOnBase.length === 0) return [];
  return [noted('failing without it too', failingOnBase.join(', '))];
}
