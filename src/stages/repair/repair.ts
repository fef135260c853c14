// guarded → repaired: one attempt per call, proven in fresh workspaces, or saved with the reason for its refusal.
import { sourceContext } from '../../context/source-context.ts';
import type { Guarded, Repaired } from '../../incident/incident.ts';
import { again, next, type Outcome, stop } from '../../incident/outcome.ts';
import type { Attempt } from '../../incident/patch.ts';
import type { Ports } from '../../ports.ts';
import { type Proposal, proposalFor } from './proposal.ts';
import { maybeDisagreement, maybeGreen } from './prove/disagreement.ts';
import { type AttemptResult, judgeChange, unapplied } from './prove/judge.ts';
import type { AttemptContext } from './prove/repair-context.ts';
import { reasons } from './reasons.ts';

/**
 * Returns `again` after a failed attempt, so that it is saved before the next one begins. Throws `Transient` when the model or
 * the container engine is unavailable; that does not count as an attempt.
 */
export async function repair(incident: Guarded, ports: Ports): Promise<Outcome<Guarded, Repaired>> {
  const end = endOf(incident);
  if (end) return end;
  const tree = await ports.repository.tree(incident.run.headSha);
  if (!tree) return stop('source-gone', `Commit ${incident.run.headSha} can no longer be fetched.`);
  const disagreement = await maybeDisagreement(incident, tree, ports);
  if (disagreement) return stop('cannot-fix', disagreement);
  const startedAt = ports.clock.now();
  const paths = (await tree.entries()).map(entry => entry.path);
  const purpose = incident.attempts.length < 2 ? 'to repair' : 'to look elsewhere';
  const context = await sourceContext(incident, tree, { purpose, repository: ports.repository });
  const { workDirectory } = incident.reproduction.environment;
  const proposal = await proposalFor({ incident, tree, paths, workDirectory, context }, ports.model);
  const green = async () => await maybeGreen(incident, ports);
  const result = await resultOf(proposal, { incident, tree, sandbox: ports.sandbox, green });
  const attempt: Attempt = {
    number: incident.attempts.length + 1,
    idea: proposal.idea,
    diff: result.diff,
    fingerprint: result.fingerprint,
    verdict: result.verdict,
    startedAt: startedAt.toISOString(),
    seconds: (ports.clock.now().getTime() - startedAt.getTime()) / 1000,
  };
  const kept = { ...incident, attempts: [...incident.attempts, attempt] };
  if (!result.proven) return again(kept);
  const { patch, guard } = result.proven;
  return next({ ...kept, guard, patch: { ...patch, attempt: attempt.number, idea: attempt.idea } });
}

/** Why there is no further attempt. After CANNOT_FIX the model is not asked again: insisting invites cheating. */
function endOf({ attempts, limits }: Guarded): Outcome<never, never> | null {
  const last = attempts.at(-1)?.verdict;
  if (last?.kind === 'refused' && last.gate === 'cannot-fix') return stop('cannot-fix', last.reason);
  if (attempts.length >= limits.attempts) {
    const reason = last?.kind === 'refused' ? ` The last one: ${last.reason}` : '';
    return stop('attempts-spent', `${attempts.length} of ${limits.attempts} attempts failed.${reason}`);
  }
  if (attempts.filter(isHeldByGuardAlone).length > mostHeldByGuardAlone) {
    return stop(
      'attempts-spent',
      `${attempts.length} of ${limits.attempts} attempts failed, and another would not help. ${reasons.guardAloneRed}`,
    );
  }
  return null;
}

/** One such attempt may be the repair's fault; two different ones hardly both are. */
const mostHeldByGuardAlone = 1;

function isHeldByGuardAlone({ verdict }: Attempt): boolean {
  return verdict.kind === 'refused' && verdict.gate === 'only-guard-red';
}

async function resultOf(proposal: Proposal, context: AttemptContext): Promise<AttemptResult> {
  if (proposal.kind === 'edited') return await judgeChange(proposal.files, context);
  const { gate, reason } = proposal;
  return unapplied({ kind: 'refused', gate, reason, output: '' });
}
