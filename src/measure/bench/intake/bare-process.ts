// A Probot app that ignores its webhooks, as a separate process.
import { serve } from './server.ts';

await serve(async () => app => {
  app.on('workflow_run.completed', () => {});
});
