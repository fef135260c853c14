// The syntax gate: the repository's own interpreter or compiler reads the changed files, before any test is started.
import { randomBytes } from 'node:crypto';
import type { Script } from '../../../incident/reproduction.ts';
import type { Language } from '../../../languages/language.ts';
import type { Workspace } from '../../../ports.ts';
import { lastLinesInBytes } from '../../../text/truncation.ts';
import { type Refused, shownOutputBytes } from '../gates/verdict.ts';
import { reasons } from '../reasons.ts';

/** Null when every changed file of the language compiles. */
export async function syntaxRefusal(
  workspace: Workspace,
  changed: readonly string[],
  { test, language }: { test: Script; language: Language },
): Promise<Refused | null> {
  const files = changed.filter(language.source.owns);
  if (files.length === 0) return null;
  const list = `/tmp/nightwatch-${randomBytes(8).toString('hex')}.json`;
  await workspace.write(list, JSON.stringify(files));
  const { text, shell, refusal } = language.rules.repair.syntaxCheck(list);
  const finished = await workspace.run({ text, shell, directory: '.', env: test.env, seconds: 60 });
  if (finished.exitCode !== refusal) return null;
  return {
    kind: 'refused',
    gate: 'does-not-compile',
    reason: reasons.doesNotCompile,
    output: lastLinesInBytes(finished.output, shownOutputBytes),
  };
}
