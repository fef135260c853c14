// Nightwatch as `main.ts` starts it, but without the pauses that Octokit makes for the sake of the real GitHub: processes live briefly here.
import { ProbotOctokit } from 'probot';
import { type RegisteredConfig, startNightwatch } from '../../compose.ts';
import { readConfig } from '../../config.ts';

const graceMs = 25_000;

const unthrottled = ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } });
const nightwatch = await startNightwatch(readConfig() as RegisteredConfig, { octokit: unthrottled });
process.once('SIGTERM', () => void nightwatch.stop(graceMs).then(() => process.exit(0)));
