// What every command of a job finds: its folder, its limits, and GitHub's variables.
import { runnerHome } from '../../incident/runner-places.ts';
import type { Limits } from './engine/container.ts';

export interface WorkspaceSettings {
  readonly limits: Limits;
  readonly workDirectory: string;
  readonly mask: (text: string) => Promise<string>;
}

/** GitHub's environment variables that make sense here. */
export function jobEnvironment(workDirectory: string): Record<string, string> {
  return {
    HOME: runnerHome,
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workDirectory,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: '/tmp',
    // Steps write outputs for later steps here. The files are not read, but they must exist.
    GITHUB_ENV: '/dev/null',
    GITHUB_OUTPUT: '/dev/null',
    GITHUB_PATH: '/dev/null',
    GITHUB_STEP_SUMMARY: '/dev/null',
  };
}
