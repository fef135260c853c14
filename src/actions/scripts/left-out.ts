// Which of CI's earlier commands are not replayed: those that fail anyway, and those that reach outside on purpose.
import type { RestoredCommand } from '../masked/restored-commands.ts';
import { callOf } from './called.ts';

const outward = [
  callOf(
    'docker (?:push|login)|gh (?:pr|issue|release|api|workflow)|git push|codecov|coveralls|ssh|aws|gcloud|kubectl|(?:scp|rsync)\\s[^\\n;&|]*\\w:\\S*',
  ),
  /codecov\.io\/|hooks\.slack\.com|discord(?:app)?\.com\/api/,
];

/** Where the runner keeps the actions that it downloads; the variable may also name a folder of the repository. */
const elsewhere = /\/_actions\//;
const actionPath = /\bGITHUB_ACTION_PATH\b/;

/** What is known of a command beside the log. */
export interface Known {
  /** Knows a language's own tools. */
  publishes(script: string): boolean;
  /** Whether it is a step of one of the repository's own actions. */
  readonly isOfOwnAction: boolean;
}

/** Returns why a command is left out, as the end of a sentence; null for the others, which are kept because CI ran them. */
export function leftOut(
  { script, shell, exitCode, needsSecret }: RestoredCommand,
  { publishes, isOfOwnAction }: Known,
): string | null {
  if (exitCode !== null && exitCode !== 0) return 'it failed in CI too';
  if (/\b(?:pwsh|powershell|cmd)\b/.test(shell ?? '')) return 'it needs a Windows shell';
  if (outward.some(pattern => pattern.test(script)) || namesWebhook(script) || publishes(script))
    return 'it publishes, uploads or notifies';
  if (needsSecret) return 'it needs a secret';
  if (elsewhere.test(script) || (!isOfOwnAction && actionPath.test(script)))
    return 'it needs the files of an action from elsewhere';
  return null;
}

/** `https://example.org/api/webhooks/1`. */
function namesWebhook(script: string): boolean {
  return script.split(/\s/).some(word => {
    const host = word.search(/https?:\/\//);
    const path = host === -1 ? -1 : word.indexOf('/', word.indexOf('//', host) + 2);
    return path !== -1 && /webhooks?\//.test(word.slice(path + 1));
  });
}
