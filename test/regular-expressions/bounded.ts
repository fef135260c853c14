// Patterns that the checker's fuzzer objects to, each with the reason why no text makes it slow. A fuzzer takes a repetition up to 300
// for one without end, and a word that is read again from a few places for one that is read from all.

/** By file, and how the pattern starts. */
export const bounded: readonly (readonly [file: string, start: string, reason: string])[] = [
  ['adapters/docker/hook.ts', '.{76}', 'text of our own'],
  ['adapters/docker/setup/base-image.ts', '^[a-z0-9][a-z0-9._/:-]*(', 'names of at most 512 characters'],
  ['adapters/git/change-check.ts', '(?<![. ])[. ]+$', 'the lookbehind holds at the start of a run alone'],
  ['adapters/secrets/kinds/cookies.ts', '([\\w.!#', 'read from the end of the last one, each part in one pass'],
  ['adapters/secrets/kinds/', '(?<![A-Za-z0-9])eyJ', 'a header ends where the next one may begin'],
  ['actions/scripts/called.ts', '(?:^|[;&|(', 'no part spans a separator or a line, at which it begins'],
  ['actions/scripts/runner-tools.ts', '^(?:\\{ (?:command -v', 'every part begins with words that no other part holds'],
  ['languages/python/building/commands.ts', '(?:^[ \\t]*|', 'no part spans a separator or a line, at which it begins'],
  ['languages/python/log/commands/command-failure.ts', '^ERROR: (?:Could not', 'lines of at most 4,096 characters'],
  ['languages/python/rules/guard/evasive.ts', '\\.assert(?:Not(?=', 'read from the dot before a name'],
  ['languages/python/rules/repair/sign-rules.ts', '^(?:test_', 'read from the start alone, each part in one pass'],
  ['languages/python/rules/repair/circumstances/circumstances.ts', '\\.year\\b|', 'digits are read from their start'],
  ['languages/python/runners/runner-of-ci.ts', '-m\\s+unittest', 'a word is read from the start of a line'],
  ['text/hidden-characters.ts', '\\p{RGI_Emoji}|', 'one character each; the checker does not know its flag'],
];
