// Jobs whose tests pytest does not run, and tests in a document.
import { otherRunnerJobs } from './other-runner-jobs.ts';
import { replayEach } from './replay-each.ts';

replayEach(otherRunnerJobs);
