// Jobs that call pytest themselves, or by way of a script, a Makefile, a task or coverage.
import { pytestJobs } from './pytest-jobs.ts';
import { replayEach } from './replay-each.ts';

replayEach(pytestJobs);
