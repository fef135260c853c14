// The contract of a language: everything Nightwatch knows about it, as values and pure functions. Effects stay in the suite and
// the stages. A language knows no stage and no other language; `languages.ts` is the only file that imports the folders.
import type { LanguageName } from '../incident/language.ts';
import type { Building } from './contract/building.ts';
import type { LogReading } from './contract/log-reading.ts';
import type { Rules } from './contract/rules.ts';
import type { Runner } from './contract/runner.ts';
import type { Source } from './contract/source.ts';
import type { Words } from './contract/words.ts';

export interface Language {
  readonly name: LanguageName;
  /** As people write it: `Python`. */
  readonly title: string;
  /** Reads the log of a failing step. */
  readonly log: LogReading;
  /** Rebuilds the failing job. */
  readonly building: Building;
  /** Runs the repository's tests. */
  readonly runner: Runner;
  /** Reads source: what is a test, what a file defines and imports. */
  readonly source: Source;
  /** What a regression test and a repair must and must not do. */
  readonly rules: Rules;
  /** Its terms in prompts and Markdown. */
  readonly words: Words;
}
