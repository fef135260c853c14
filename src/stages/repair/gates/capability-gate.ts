// What a change newly does: most of it no repair may do, and some of it only where no repair does without, and then a person decides.
//
// That a repair needs a capability is believed when the model, asked to do without, insists; what the proof does not need of it is left
// out with its hunk. Rejected: asking the model whether it needs it, for it would always say so.
import type { Guarded } from '../../../incident/incident.ts';
import type { Attempt } from '../../../incident/patch.ts';
import type { NewCapability } from '../../../languages/contract/rules.ts';
import { languageOfJob } from '../../../languages/languages.ts';
import { reasons } from '../reasons.ts';
import { changedFiles, type ProposedChange } from './proposed-change.ts';
import { type Refused, refusedUnrun } from './verdict.ts';

export type CapabilityVerdict =
  | Refused
  /** What a person has to approve; mostly nothing. */
  | { kind: 'needed'; capabilities: readonly NewCapability[] };

/** Parses all files of the change, so it runs on a worker thread. */
export function capabilityVerdict({
  change,
  incident,
}: {
  change: ProposedChange;
  incident: Guarded;
}): CapabilityVerdict {
  const capabilities = languageOfJob(incident.evidence).rules.repair.newCapabilities(changedFiles(change));
  if (capabilities === null) return refusedUnrun('new-capability', reasons.tooLongToRead);
  const never = capabilities.filter(({ isApprovable }) => !isApprovable);
  if (never.length > 0) return refusedUnrun('new-capability', reasons.newCapability(never));
  const isFirst = capabilities.length > 0 && !incident.attempts.some(wasToDoWithout);
  if (isFirst) return refusedUnrun('needs-approval', reasons.needsApproval(capabilities));
  return { kind: 'needed', capabilities };
}

/** It was not run, so the same change again is no repetition. */
export function wasToDoWithout({ verdict }: Attempt): boolean {
  return verdict.kind === 'refused' && verdict.gate === 'needs-approval';
}
