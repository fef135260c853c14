// The gates that need no container, in their order: files, size, repetition, signs of cheating.
import type { Guarded } from '../../incident/incident.ts';
import type { Gate } from '../../incident/patch.ts';
import { forbidden } from './allowed.ts';
import type { EditedFile } from './edited.ts';
import { tooLarge } from './size.ts';
import { suspicions } from './suspicious.ts';
import type { Refused } from './verdict.ts';

/** Null when every file may be changed by a repair. */
export function filesRefusal(files: readonly EditedFile[], { guard }: Guarded): Refused | null {
  const reasons = files.flatMap(file => forbidden(file.path, guard.path) ?? []);
  return reasons.length > 0 ? refused('forbidden-file', reasons.join(' ')) : null;
}

/** Null when the change may be run. */
export function changeRefusal(
  change: { files: readonly EditedFile[]; diff: string; fingerprint: string },
  { attempts }: Guarded,
): Refused | null {
  const large = tooLarge(change.files.length, change.diff);
  if (large) return refused('too-large', large);
  const twin = attempts.find(attempt => attempt.fingerprint === change.fingerprint);
  if (twin) return refused('repeated', `The same change was tried in attempt ${twin.number}.`);
  const signs = suspicions(change.diff, new Map(change.files.map(file => [file.path, file.text])));
  return signs.length > 0
    ? refused('suspicious', `The change looks as if it were made for the tests: ${signs.join(' ')}`)
    : null;
}

function refused(gate: Gate, reason: string): Refused {
  return { kind: 'refused', gate, reason, output: '' };
}
