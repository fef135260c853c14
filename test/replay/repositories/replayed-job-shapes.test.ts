// Jobs with more than steps: a container, a service, an action of the repository, a folder, an interpreter as the shell.
import { jobShapes } from './job-shapes.ts';
import { replayEach } from './replay-each.ts';

replayEach(jobShapes);
