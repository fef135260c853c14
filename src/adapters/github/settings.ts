// Reads `.github/nightwatch.yml`: from the default branch, so that a pull request cannot change its own settings, else from the
// owner's `.github` repository.
import type { SettingsFile } from '../../incident/settings.ts';
import type { Binding } from './binding.ts';

export async function settings({ octokit, run }: Binding): Promise<SettingsFile> {
  try {
    const { config } = await octokit.config.get({ owner: run.owner, repo: run.repo, path: '.github/nightwatch.yml' });
    return { kind: 'content', content: config };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith(plugin))
      return { kind: 'malformed', problem: wordsOf(error) };
    throw error;
  }
}

/** Begins what the plugin says of a file. What a request fails with does not. */
const plugin = '[@probot/octokit-plugin-config] ';

/** The parser's own words have the line. */
function wordsOf({ cause, message }: Error): string {
  return cause instanceof Error ? cause.message : message.slice(plugin.length);
}
