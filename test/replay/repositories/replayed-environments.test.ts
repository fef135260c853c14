// Jobs whose tool makes the environment that the tests run in.
import { environmentJobs } from './environment-jobs.ts';
import { replayEach } from './replay-each.ts';

replayEach(environmentJobs);
