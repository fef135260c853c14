// The command line of `npm run rehearse`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunLineOptions } from '../run-line.ts';

export const usage =
  'Usage: npm run rehearse -- <path to a git repository> [--log <downloaded log of a failed run>] [--answers <folder of scripted answers>]';

export interface RehearsalOptions {
  /** Absolute, as all paths here. */
  readonly repository: string;
  /** The log of a real run of the last commit, instead of running its workflows here. */
  readonly log: string | null;
  readonly model: RunLineOptions['model'];
}

/** Throws with the usage when the arguments do not fit. */
export function rehearsalOptions(args: readonly string[], environment: NodeJS.ProcessEnv): RehearsalOptions {
  const { positionals, values } = parsed(args);
  const [repository, ...more] = positionals;
  if (!repository || more.length > 0) throw new Error(usage);
  const log = values.log === undefined ? null : resolve(values.log);
  return { repository: resolve(repository), log, model: modelFor(values.answers, environment['GEMINI_API_KEY']) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { answers: { type: 'string' }, log: { type: 'string' } },
    });
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : cause}\n${usage}`, { cause });
  }
}

function modelFor(answers: string | undefined, apiKey: string | undefined): RehearsalOptions['model'] {
  if (answers) return { answers: resolve(answers) };
  return apiKey ? { apiKey } : 'none';
}
