// Probot itself, pointed at the local GitHub by its own settings, handles a failing push.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createNodeMiddleware, createProbot } from 'probot';
import {
  appId,
  type GitHubFixture,
  job,
  privateKey,
  startGitHubFixture,
  webhookSecret,
  workflow,
} from './github-fixture.ts';

let fixture: GitHubFixture;
let port: number;
// The installation webhook arrives before the App is ready; the request then waits.
const ready = Promise.withResolvers<Awaited<ReturnType<typeof createNodeMiddleware>>>();
const server = createServer(async (request, response) => await (await ready.promise)(request, response));
const seen: unknown[] = [];

beforeAll(async () => {
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
  fixture = await startGitHubFixture({
    webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks`,
    runWorkflow: async () => [job({ name: 'test', conclusion: 'failure' })],
  });
  const probot = createProbot({
    env: {
      APP_ID: String(appId),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: webhookSecret,
      GHE_HOST: new URL(fixture.github.url).host,
      GHE_PROTOCOL: 'http',
      LOG_LEVEL: 'fatal',
    },
  });
  const middleware = createNodeMiddleware(
    app => {
      app.on('workflow_run.completed', async context => {
        const run = context.repo({ run_id: context.payload.workflow_run.id });
        const { data } = await context.octokit.rest.actions.listJobsForWorkflowRun(run);
        seen.push(data.jobs.map(({ name, conclusion }) => [name, conclusion]));
      });
    },
    { probot },
  );
  ready.resolve(await middleware);
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await fixture.stop();
});

test('it hears of the run with a good signature, and asks for the jobs with a token of its own', async () => {
  await fixture.github.commit({
    repository: 'acme/shop',
    branch: 'main',
    files: { '.github/workflows/ci.yml': workflow },
    message: 'CI',
  });
  await fixture.github.settled();
  expect(seen).toEqual([[['test', 'failure']]]);
  expect(new Set(fixture.github.deliveries().map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
});
