// The gates that need no container, in their order: files, size, repetition, signs of cheating.
import type { Guarded } from '../../../incident/incident.ts';
import type { Gate } from '../../../incident/patch.ts';
import { deletedChecks } from '../../../languages/python/rules/repair/deleted-checks.ts';
import { madeToMeasure } from '../../../languages/python/rules/repair/hard-coded-values.ts';
import { suspicions } from '../../../languages/python/rules/repair/suspicious.ts';
import { testValues } from '../../../languages/python/rules/repair/test-values.ts';
import { diffLines } from '../../../text/diff-lines.ts';
import type { EditedFile } from '../edit/edited.ts';
import { forbidden } from './allowed.ts';
import { tooLarge } from './size.ts';
import type { Refused } from './verdict.ts';

/** Null when every file may be changed by a repair. */
export function filesRefusal(files: readonly EditedFile[], { guard }: Guarded): Refused | null {
  const reasons = files.flatMap(file => forbidden(file.path, guard.path) ?? []);
  return reasons.length > 0 ? refused('forbidden-file', reasons.join(' ')) : null;
}

/** A change on its way to the sandbox. */
export interface ProposedChange {
  readonly files: readonly EditedFile[];
  readonly diff: string;
  readonly fingerprint: string;
  /** Texts of the files that the failing tests stand in. */
  readonly tests: readonly string[];
}

/** Null when the change may be run. */
export function changeRefusal(change: ProposedChange, incident: Guarded): Refused | null {
  const { attempts } = incident;
  const large = tooLarge(change.files.length, change.diff);
  if (large) return refused('too-large', large);
  const twin = attempts.find(attempt => attempt.fingerprint === change.fingerprint);
  if (twin) return refused('repeated', `The same change was tried in attempt ${twin.number}.`);
  const signs = signsOfCheating(change, incident);
  return signs.length > 0
    ? refused('suspicious', `The change looks as if it were made for the tests: ${signs.join(' ')}`)
    : null;
}

function signsOfCheating({ files, diff, tests }: ProposedChange, { reproduction }: Guarded): string[] {
  const { targets } = reproduction;
  const texts = new Map(files.map(file => [file.path, file.text]));
  const lines = diffLines(diff);
  return [
    ...suspicions(diff, texts),
    ...deletedChecks(lines, targets),
    ...madeToMeasure(lines, texts, testValues(targets, tests)),
  ];
}

function refused(gate: Gate, reason: string): Refused {
  return { kind: 'refused', gate, reason, output: '' };
}
