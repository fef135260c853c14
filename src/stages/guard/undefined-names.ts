// Undefined names in a candidate, asked of the language in the workspace that the candidate will run in.
import { randomBytes } from 'node:crypto';
import type { Script } from '../../incident/reproduction.ts';
import type { Language } from '../../languages/language.ts';
import type { Workspace } from '../../ports.ts';
import { reasons } from './reasons.ts';

/** A sentence when the candidate uses undefined names; null otherwise, and when that cannot be determined. */
export async function undefinedNamesIn(
  source: string,
  workspace: Workspace,
  { test, language }: { test: Script; language: Language },
): Promise<string | null> {
  const file = `/tmp/nightwatch-${randomBytes(8).toString('hex')}`;
  const program = language.rules.guard.undefinedNames(source, file);
  if (!program) return null;
  await workspace.write(file, source);
  const { text, shell, refusal } = program;
  const finished = await workspace.run({ text, shell, directory: '.', env: test.env, seconds: 60 });
  return finished.exitCode === refusal ? reasons.undefinedNames(finished.output.trim()) : null;
}
