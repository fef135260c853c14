// A Probot app that does nothing with what it is told, as a process of its own.
import { serve } from './server.ts';

await serve(async () => app => {
  app.on('workflow_run.completed', () => {});
});
