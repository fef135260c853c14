// Repairs the code: one attempt a call, proven in fresh workspaces or kept with the reason why not.
import { sourceContext } from '../../context/source-context.ts';
import type { Guarded, Repaired } from '../../incident/incident.ts';
import { again, next, type Outcome, stop } from '../../incident/outcome.ts';
import type { Attempt, FileChange, Patch, Verdict } from '../../incident/patch.ts';
import type { Ports, Tree } from '../../ports.ts';
import type { EditedFile } from './edited.ts';
import { fingerprint } from './fingerprint.ts';
import { proofOf } from './proof.ts';
import { type Proposal, proposalFor } from './proposal.ts';
import { changeRefusal, filesRefusal } from './static-gates.ts';
import { tried } from './trial.ts';

/** What one attempt came to; `patch` is null unless it was proven. */
interface Result {
  readonly verdict: Verdict;
  readonly diff: string;
  readonly fingerprint: string | null;
  readonly patch: Omit<Patch, 'attempt' | 'idea'> | null;
}

/**
 * Each failed attempt is handed back as `again`, so that it is saved before the next begins. Throws `Transient` when the
 * model or the engine is out of reach; that costs no attempt.
 */
export async function repair(incident: Guarded, ports: Ports): Promise<Outcome<Guarded, Repaired>> {
  const end = endOf(incident);
  if (end) return end;
  const tree = await ports.repository.tree(incident.run.headSha);
  if (!tree) return stop('source-gone', `Commit ${incident.run.headSha} can no longer be fetched.`);
  const startedAt = ports.clock.now();
  const paths = (await tree.entries()).map(entry => entry.path);
  const context = await sourceContext(incident, tree);
  const { workDirectory } = incident.reproduction.environment;
  const proposal = await proposalFor({ incident, tree, paths, workDirectory, context }, ports.model);
  const result = await resultOf(proposal, { incident, tree, ports });
  const attempt: Attempt = {
    number: incident.attempts.length + 1,
    idea: proposal.idea,
    diff: result.diff,
    fingerprint: result.fingerprint,
    verdict: result.verdict,
    startedAt: startedAt.toISOString(),
    seconds: (ports.clock.now().getTime() - startedAt.getTime()) / 1000,
  };
  const kept = { ...incident, ledger: proposal.ledger, attempts: [...incident.attempts, attempt] };
  if (!result.patch) return again(kept);
  return next({ ...kept, patch: { ...result.patch, attempt: attempt.number, idea: attempt.idea } });
}

/** Why there shall be no further attempt. What a model says cannot be fixed is not asked again: that is how cheating starts. */
function endOf({ attempts, limits, ledger }: Guarded): Outcome<never, never> | null {
  const last = attempts.at(-1)?.verdict;
  if (last?.kind === 'refused' && last.gate === 'cannot-fix') return stop('cannot-fix', last.reason);
  if (attempts.length >= limits.attempts) {
    const reason = last?.kind === 'refused' ? ` The last one: ${last.reason}` : '';
    return stop('attempts-spent', `${attempts.length} of ${limits.attempts} attempts failed.${reason}`);
  }
  if (ledger.dollars < limits.dollars) return null;
  const spent = `$${ledger.dollars.toFixed(2)} of $${limits.dollars.toFixed(2)} were spent`;
  return stop('budget-spent', `${spent} after ${attempts.length} of ${limits.attempts} attempts.`);
}

interface Bench {
  readonly incident: Guarded;
  readonly tree: Tree;
  readonly ports: Ports;
}

async function resultOf(proposal: Proposal, bench: Bench): Promise<Result> {
  const nothing = { diff: '', fingerprint: null, patch: null };
  if (proposal.kind === 'refused') {
    const { gate, reason } = proposal;
    return { ...nothing, verdict: { kind: 'refused', gate, reason, output: '' } };
  }
  const { files } = proposal;
  const refused = filesRefusal(files, bench.incident);
  return refused ? { ...nothing, verdict: refused } : judged(files, bench);
}

async function judged(files: readonly EditedFile[], { incident, tree, ports }: Bench): Promise<Result> {
  const edits = files.map(({ path, text, executable }): FileChange => ({ path, content: text, executable }));
  const edited = await tree.with(edits);
  const diff = await tree.diff(edited);
  const identity = fingerprint(new Map(files.map(file => [file.path, file.text])));
  const ran = { diff, fingerprint: identity, patch: null };
  const refused = changeRefusal({ files, diff, fingerprint: identity }, incident);
  if (refused) return { ...ran, verdict: refused };

  const guardFile = { path: incident.guard.path, content: incident.guard.source, executable: false };
  const tested = await edited.with([guardFile]);
  const trial = await tried(tested, incident, { sandbox: ports.sandbox, changed: files.map(file => file.path) });
  if (trial.refused) return { ...ran, verdict: trial.refused };
  const proof = proofOf(trial, incident, { before: tree.hash, after: tested.hash });
  const patch = { changes: [...edits, guardFile], diff: await tree.diff(tested), proof };
  return { ...ran, verdict: { kind: 'proven' }, patch };
}
