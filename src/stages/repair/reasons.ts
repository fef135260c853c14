// Why a repair is refused, in sentences: the model reads them before its next attempt, people in the pull request and the issue.

import { type Capability, capabilitySentence } from '../../incident/capability.ts';
import { ellipsized } from '../../text/truncation.ts';

/** The call and what it gave, as sentences need it. */
export interface ShownNeighbour {
  readonly call: string;
  readonly green: string;
  readonly repaired: string;
}

export const reasons = {
  // Which files
  outside: (path: string) => `${path} is outside the repository.`,
  regressionTest: (path: string) => `${path} is the regression test, which a repair must not change.`,
  testFile: (path: string) => `${path} is a test or a test support file, which a repair must not change.`,
  protectedFile: (path: string, group: string) => `${path} belongs to ${group}, which a repair must not change.`,
  notEditable: (path: string) =>
    `${path} cannot be edited: it is not UTF-8 text, has lone carriage returns, is over 1 MiB, or is not a regular file.`,
  notANewFile: (path: string, objection: string) => `${path} ${objection}.`,

  // What is asked for
  noFile: (path: string, alike: readonly string[]) =>
    `There is no file ${path}.${alike.length > 0 ? ` Did you mean ${alike.join(' or ')}?` : ''}`,
  folder: (path: string, files: readonly string[], count: number) =>
    `${path} is a folder; ask for a file of it: ${files.join(', ')}${count > files.length ? ` and ${count - files.length} more` : ''}.`,
  secretFile: (path: string) => `${path} may contain secrets, so it is not shown.`,
  unreadable: (path: string) =>
    `${path} cannot be shown: it is not UTF-8 text, is over 1 MiB, or is not a regular file.`,
  noRoom: (path: string) => `${path} is not shown: the other places took all the room.`,
  tooManyPlaces: (asked: number, most: number) =>
    `You asked for ${asked} places; only the first ${most} were looked up.`,
  askedTooOften: (most: number) =>
    `It asks to see more, but you have asked ${most} times already. Answer with a change or CANNOT_FIX.`,

  // How much
  tooManyEdits: (edits: number, most: number) =>
    `It contains ${edits} edits; more than ${most} need a person's review.`,
  tooManyFiles: (files: number, most: number) => `It changes ${files} files; more than ${most} need a person's review.`,
  tooManyLines: (lines: number, most: number) => `It changes ${lines} lines; more than ${most} need a person's review.`,

  tooManyCharacters: (characters: number, most: number) =>
    `Its changed lines hold ${characters} characters; more than ${most} need a person's review.`,
  tooManyBytes: (bytes: number, most: number) =>
    `Its changed lines hold ${bytes} bytes; more than ${most} need a person's review.`,

  // What it does
  noChange: 'The edits change nothing.',
  notShown: (paths: readonly string[]) => `Git's diff does not show the whole change of ${paths.join(', ')}.`,
  repeated: (attempt: number) => `Attempt ${attempt} made the same change.`,
  suspicious: (signs: readonly string[]) =>
    `The change appears to serve the tests, or to weaken the code, instead of repairing the cause: ${signs.join(' ')}`,
  newCapability: (capabilities: readonly Capability[]) =>
    `The change can do what the code could not do before, and no repair may do that: ${capabilities.map(capabilitySentence).join(' ')}`,
  needsApproval: (capabilities: readonly Capability[]) =>
    `The change can do what the code could not do before: ${capabilities.map(capabilitySentence).join(' ')} Repair the failure without that. Only if no repair does without it, make this change again: a person then decides.`,
  tooLongToRead: 'A changed file is too long to be read for what it does.',

  // What its runs show
  doesNotCompile: 'The changed code does not compile.',
  provesNothing: (why: string) => `The run proves nothing: ${why}`,
  onlyGuardRed: (ending: string) => `Every test that failed in CI passes, but the regression test does not. ${ending}`,
  canaryGreen: (testId: string) =>
    `The regression test ${testId} does not fail with its expectations turned, so its passing proves nothing.`,
  guardElsewhere: (testId: string) =>
    `The regression test ${testId} passes without running any changed function, so it proves nothing.`,
  targetsElsewhere:
    'The tests that failed in CI pass without running any changed function, so their passing proves nothing about the change.',
  reachesFurther: (places: readonly string[]) =>
    `The changed code does in the tests what its file did not do before: ${places.join(', ')}.`,
  neighbourBroken: ({ call, green, repaired }: ShownNeighbour) =>
    `Beside the failing tests' own values the change breaks what worked: ${brief(call)} ${brief(green)} on the last green commit and on the failing one, and ${brief(repaired)} with the change.`,
  neighboursAnsweredAlike: ({ call, green, repaired }: ShownNeighbour) =>
    `The change gives the failing tests' own result for other values as well: ${brief(call)} ${brief(green)} on the last green commit, and ${brief(repaired)} with the change.`,
  neighboursLeftWrong: ({ call, green, repaired }: ShownNeighbour, more: number) =>
    `The change serves the failing tests' own values alone: ${brief(call)} ${brief(green)} on the last green commit, and still ${brief(repaired)} with the change, as on the failing one; so do ${more} other calls with values beside theirs.`,
  guardAloneRed:
    'Different repairs made every test that failed in CI pass, and only the regression test written by Nightwatch still failed: either it is stricter than CI, or the repairs target the tests instead of the cause.',
} as const;

/** Code and values, which may be long. */
function brief(text: string): string {
  return ellipsized(text.replace(/\s+/g, ' '), 200);
}
