// Runs the job's steps of setup, with network and as root.
import { readFile } from 'node:fs/promises';
import type { Container } from 'dockerode';
import type { LanguageName } from '../../../incident/language.ts';
import type { Script } from '../../../incident/reproduction.ts';
import { languages } from '../../../languages/languages.ts';
import type { Finished } from '../../../ports.ts';
import { tracking } from '../background.ts';
import type { ConnectedSetup } from '../egress/connected-setup.ts';
import { jobEnvironment, type WorkspaceSettings } from '../job-environment.ts';
import { must, runScript } from './root-step.ts';
import type { SetupNetwork } from './setup-context.ts';

export interface StepsContext {
  readonly settings: WorkspaceSettings;
  readonly env: Readonly<Record<string, string>>;
  readonly secondsLeft: () => number;
}

/** The variables of setup's commands. Puts the CA bundle into the container. */
export async function setupVariables(
  { container, variables }: ConnectedSetup,
  setupNetwork: SetupNetwork,
  { language, workDirectory }: { language: LanguageName; workDirectory: string },
): Promise<Record<string, string>> {
  const { certificateVariables } = languages[language].building;
  const trusted = await trust(container, setupNetwork, ['SSL_CERT_FILE', ...certificateVariables]);
  return { ...jobEnvironment(workDirectory), ...(await variables), ...setupNetwork.packageIndex, ...trusted };
}

/** Those from `first` on, counted from 0. Returns the one that failed; null when all succeeded. */
export async function maybeFailedStep(
  container: Container,
  { scripts, first }: { scripts: readonly Script[]; first: number },
  { settings, env, secondsLeft }: StepsContext,
): Promise<{ command: string; finished: Finished } | null> {
  for (const [step, script] of scripts.entries()) {
    if (step < first) continue;
    const traced = { ...env, ...tracking(step) };
    const finished = await runScript(container, script, { settings, env: traced, seconds: secondsLeft() });
    if (finished.end !== 'exited' || finished.exitCode !== 0) return { command: script.text, finished };
  }
  return null;
}

/**
 * Returns the variables, set to the bundle's path; none without a bundle. It is copied, not mounted: the engine may run on
 * another machine or see other paths.
 */
async function trust(
  container: Container,
  { caBundle }: SetupNetwork,
  variables: readonly string[],
): Promise<Record<string, string>> {
  if (!caBundle) return {};
  const path = '/tmp/nightwatch-ca.pem';
  const words = ['/bin/sh', '-c', 'cat > "$1"', 'nightwatch', path];
  await must('copying the CA bundle', container, { words, input: await readFile(caBundle, 'utf8') });
  return Object.fromEntries(variables.map(name => [name, path]));
}
