// Nightwatch as `main.ts` starts it, but without the pauses that Octokit keeps for the real GitHub's sake: its lives are short here.
import { ProbotOctokit } from 'probot';
import { type RegisteredConfig, startNightwatch } from '../../compose.ts';
import { readConfig } from '../../config.ts';

const graceMs = 25_000;

const hurried = ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } });
const nightwatch = await startNightwatch(readConfig() as RegisteredConfig, hurried);
process.once('SIGTERM', () => void nightwatch.stop(graceMs).then(() => process.exit(0)));
