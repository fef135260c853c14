// The gates that need no container, in their order: files, size, repetition, signs of cheating, new capabilities.
import { testFilesOfRun } from '../../../context/test-files.ts';
import type { Guarded } from '../../../incident/incident.ts';
import type { FailingTests, RepositoryFiles } from '../../../languages/contract/rules.ts';
import { languageOfJob } from '../../../languages/languages.ts';
import type { EditedFile } from '../edit/edited.ts';
import { notShownIn } from '../prove/hunks.ts';
import { reasons } from '../reasons.ts';
import { forbidden, forbiddenNewFile, isGenerated } from './allowed.ts';
import { capabilityVerdict, wasToDoWithout } from './capability-gate.ts';
import { bothTexts, changedFiles, type ProposedChange } from './proposed-change.ts';
import { tooLarge } from './size.ts';
import { type Refused, refusedUnrun } from './verdict.ts';

/** Null when every file may be changed by a repair. `dataFiles` are those that the failing tests read. */
export function filesRefusal(
  files: readonly EditedFile[],
  incident: Guarded,
  dataFiles: ReadonlySet<string>,
): Refused | null {
  const { guard, evidence } = incident;
  const testFiles = new Set([...testFilesOfRun(incident), ...dataFiles]);
  const around = { guardPath: guard.path, testFiles, language: languageOfJob(evidence) };
  const objections = files.flatMap(file => forbidden(file.path, around) ?? []);
  return objections.length > 0 ? refusedUnrun('forbidden-file', objections.join(' ')) : null;
}

/** Null when every file that the repository does not have may be added by a repair. */
export function newFilesRefusal(
  files: readonly EditedFile[],
  { evidence }: Guarded,
  repository: RepositoryFiles,
): Refused | null {
  const around = { ...repository, language: languageOfJob(evidence) };
  const added = files.filter(({ path }) => !repository.paths.has(path));
  const objections = added.flatMap(({ path }) => forbiddenNewFile(path, around) ?? []);
  return objections.length > 0 ? refusedUnrun('forbidden-file', objections.join(' ')) : null;
}

/** Null when the change may be run. Parses all files of the change, so it runs on a worker thread. */
export function changeRefusal({ change, incident }: { change: ProposedChange; incident: Guarded }): Refused | null {
  const { attempts } = incident;
  const notShown = notShownIn(change.diff, bothTexts(change));
  if (notShown.length > 0) return refusedUnrun('suspicious', reasons.notShown(notShown));
  const generated = bothTexts(change).find(({ before }) => isGenerated(before));
  if (generated) return refusedUnrun('forbidden-file', reasons.protectedFile(generated.path, 'generated code'));
  const large = tooLarge(change.files.length, change.diff);
  if (large) return refusedUnrun('too-large', large);
  const duplicate = attempts.find(each => each.fingerprint === change.fingerprint && !wasToDoWithout(each));
  if (duplicate) return refusedUnrun('repeated', reasons.repeated(duplicate.number));
  const rules = languageOfJob(incident.evidence).rules.repair;
  const signs = rules.signsOfCheating(changedFiles(change), failingOf(change, incident));
  if (signs.length > 0) return refusedUnrun('suspicious', reasons.suspicious(signs));
  const capabilities = capabilityVerdict({ change, incident });
  return capabilities.kind === 'refused' ? capabilities : null;
}

function failingOf({ tests, support, data }: ProposedChange, { reproduction }: Guarded): FailingTests {
  return { targets: reproduction.targets, texts: tests, support, data };
}
