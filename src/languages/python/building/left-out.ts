// Which of CI's earlier commands do not belong in the setup.
import type { LoggedCommand } from '../../../incident/evidence.ts';
import { callsTests, installs } from './script.ts';

const outward =
  /\b(?:twine upload|(?:npm|poetry|uv|flit|hatch|pdm) publish|docker (?:push|login)|gh (?:pr|issue|release|api|workflow)|git push|codecov|coveralls|ssh|scp|rsync|aws|gcloud|kubectl)\b|hooks\.slack\.com|discord(?:app)?\.com\/api|\/webhooks?\//;

/** Why a command is left out, as the end of a sentence; null for the others, which are kept because CI ran them. */
export function leftOut(command: LoggedCommand): string | null {
  const { script, shell, exitCode } = command;
  if (exitCode !== null && exitCode !== 0) return 'it failed in CI too';
  if (/\b(?:pwsh|powershell|cmd)\b/.test(shell ?? '')) return 'it needs a Windows shell';
  if (outward.test(script)) return 'it publishes, uploads or notifies';
  if (script.includes('***')) return 'it needs a secret';
  if (callsTests(script) && !installs(script)) return 'it runs other tests';
  return null;
}
