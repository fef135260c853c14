// The environment of a step in the sandbox: CI's own, less what only exists on a runner, and less its secrets.

/** `env` as the log shows it, with masked values as `***`. */
export function environment(
  env: Readonly<Record<string, string>>,
  repo: string,
): { env: Record<string, string>; notes: readonly string[] } {
  const entries = Object.entries(env);
  const secret = entries.filter(([, value]) => value.includes('***')).map(([name]) => name);
  const kept = entries.filter(([name, value]) => !secret.includes(name) && !value.includes('/opt/hostedtoolcache/'));
  const notes = secret.length > 0 ? [`Secrets are not available in the sandbox: ${secret.join(', ')}.`] : [];
  return { env: { ...ofRunner(repo), ...inSystem, ...Object.fromEntries(kept) }, notes };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables */
function ofRunner(repo: string): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: `/home/runner/work/${repo}/${repo}`,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: '/tmp',
    // What a step writes for later steps already shows in their logged environment.
    GITHUB_ENV: '/dev/null',
    GITHUB_OUTPUT: '/dev/null',
    GITHUB_PATH: '/dev/null',
    GITHUB_STEP_SUMMARY: '/dev/null',
  };
}

/** Set-up runs as root, the tests as somebody else: poetry and uv put things where everyone can read them. */
const inSystem = {
  POETRY_VIRTUALENVS_CREATE: 'false',
  UV_PYTHON_INSTALL_DIR: '/opt/uv/python',
};

/** The tests run without network: `uv run` must not try to bring its environment up to date first. */
export const offline = { UV_NO_SYNC: '1', UV_OFFLINE: '1' };
