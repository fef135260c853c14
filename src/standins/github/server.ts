// A GitHub on this machine: a GitHub Enterprise Server as far as the App can tell, with real git below it.
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { type Checks, noChecks, refuseViolations } from './contract/checks.ts';
import { redeliver } from './events/webhooks.ts';
import { createApplication } from './http/application.ts';
import { createFaultInjector, type Fault } from './http/injected-faults.ts';
import { isPull, pullObject } from './objects/pull.ts';
import type { Schemas } from './objects/schemas.ts';
import * as setUp from './settings/create-and-push.ts';
import { install, type NewApp, registerApp } from './settings/registration.ts';
import * as settings from './settings/settings.ts';
import type { App, Permission } from './state/accounts.ts';
import { createBackground } from './state/background.ts';
import type { CheckRun, Issue, WorkflowRun } from './state/repository.ts';
import type { Delivery, World } from './state/world.ts';
import type { RunWorkflow } from './workflows/runner.ts';
import { startRun } from './workflows/workflow-runs.ts';

export interface GitHubOptions {
  /** Where the repositories are kept: `owner/name.git`. */
  dataDirectory: string;
  runWorkflow: RunWorkflow;
  /** Any free one if left out. */
  port?: number;
  /** The system's if left out; tests step it to let tokens and links expire. */
  clock?: { now(): Date };
}

/** What a person, or a test, does with GitHub beyond what the App does over HTTP. Repositories go by `owner/name`. */
export interface LocalGitHub {
  url: string;
  apiUrl: string;
  registerApp(app: NewApp): App;
  /** On all repositories of the owner. Answers the installation's id. */
  install(app: App, owner: string): number;
  createRepository(repository: setUp.NewRepository): Promise<void>;
  /** Commits and pushes. Answers the new sha. */
  commit(commit: setUp.NewCommit): Promise<string>;
  /** Pushes a commit of the history that the repository was made from. */
  push(push: { repository: string; branch: string; sha: string }): Promise<void>;
  /** Starts a run of a workflow at the head of a branch, without a push and whatever triggers it. */
  startRun(run: { repository: string; branch: string; path: string }): Promise<void>;
  rename(repository: string, name: string): void;
  archive(repository: string): void;
  addCollaborator(repository: string, person: { login: string; permission: Permission }): void;
  pressButton(press: settings.Press): void;
  /** "Re-run" on a check run. */
  rerun(repository: string, press: { checkRunId: number; login: string }): void;
  /** What a person writes below an issue or a pull request. Answers the comment's id. */
  comment(repository: string, said: { number: number; login: string; body: string }): number;
  suspend(installationId: number): void;
  uninstall(installationId: number): void;
  cloneUrl(repository: string): string;
  /** The bare repository on disk. */
  gitDirectory(repository: string): string;
  deliveries(): readonly Delivery[];
  redeliver(deliveryId: number): Promise<Delivery>;
  /** Empties the list of deliveries, which GitHub keeps for three days. */
  forgetDeliveries(): void;
  pulls(repository: string): Promise<Schemas['pull-request'][]>;
  issues(repository: string): readonly Issue[];
  checkRuns(repository: string): readonly CheckRun[];
  workflowRuns(repository: string): readonly WorkflowRun[];
  /** Of all attempts so far. */
  expireLogs(runId: number): void;
  injectFault(rule: Fault): void;
  /** Waits until all workflow runs and deliveries are done. Throws what went wrong in the server meanwhile. */
  settled(): Promise<void>;
  /** What was checked against GitHub's own description of its requests, answers and webhooks. */
  checks(): Readonly<Checks>;
  /** Throws when a request, an answer or a webhook was not as GitHub describes it. */
  stop(): Promise<void>;
}

/** Listens on the loopback address only. */
export async function startGitHub(options: GitHubOptions): Promise<LocalGitHub> {
  const world = createWorld(options);
  await mkdir(world.dataDirectory, { recursive: true });
  const faults = createFaultInjector();
  const { fetch } = createApplication(world, faults);
  const server = await new Promise<ReturnType<typeof serve>>((listening, failed) => {
    const started = serve({ fetch, port: options.port ?? 0, hostname: '127.0.0.1' }, ({ port }) => {
      world.url = `http://127.0.0.1:${port}`;
      listening(started);
    });
    started.on('error', failed);
    // Longer than any pause of the App: a connection closed for idleness just as it is used again is an error to the App.
    if ('keepAliveTimeout' in started) started.keepAliveTimeout = 600_000;
  });
  return {
    url: world.url,
    apiUrl: `${world.url}/api/v3`,
    ...peopleDo(world),
    ...everybodySees(world),
    injectFault: rule => faults.add(rule),
    settled: () => world.background.settled(),
    async stop() {
      const stopped = new Promise<void>(closed => server.close(() => closed()));
      // Octokit keeps its connections open, and closing would wait for them.
      if ('closeAllConnections' in server) server.closeAllConnections();
      await stopped;
      refuseViolations(world.checks);
    },
  };
}

function createWorld({ dataDirectory, runWorkflow, clock }: GitHubOptions): World {
  let lastId = 1000;
  return {
    url: '',
    dataDirectory: resolve(dataDirectory),
    clock: clock ?? { now: () => new Date() },
    runWorkflow,
    users: new Map(),
    apps: [],
    installations: [],
    tokens: new Map(),
    registrations: new Map(),
    repositories: [],
    deliveries: [],
    downloads: new Map(),
    background: createBackground(),
    checks: noChecks(),
    nextId() {
      lastId += 1;
      return lastId;
    },
  };
}

function peopleDo(world: World) {
  return {
    registerApp: (app: NewApp) => registerApp(world, app),
    install: (app: App, owner: string) => install(world, app, owner).id,
    async createRepository(repository: setUp.NewRepository) {
      await setUp.createRepository(world, repository);
    },
    commit: (commit: setUp.NewCommit) => setUp.commit(world, commit),
    push: (push: { repository: string; branch: string; sha: string }) => setUp.push(world, push),
    startRun: ({ repository, ...run }: { repository: string; branch: string; path: string }) =>
      startRun(world, setUp.repositoryNamed(world, repository), run),
    rename: (repository: string, name: string) => settings.rename(world, repository, name),
    archive: (repository: string) => settings.archive(world, repository),
    addCollaborator: (repository: string, person: { login: string; permission: Permission }) =>
      settings.addCollaborator(world, repository, person),
    pressButton: (press: settings.Press) => settings.pressButton(world, press),
    rerun: (repository: string, press: { checkRunId: number; login: string }) =>
      settings.rerun(world, repository, press),
    comment: (repository: string, said: { number: number; login: string; body: string }) =>
      settings.comment(world, repository, said),
    suspend: (installationId: number) => settings.suspend(world, installationId),
    uninstall: (installationId: number) => settings.uninstall(world, installationId),
    redeliver: (deliveryId: number) => redeliver(world, deliveryId),
    forgetDeliveries: () => void world.deliveries.splice(0),
    expireLogs(runId: number) {
      const run = world.repositories.flatMap(({ runs }) => runs).find(({ id }) => id === runId);
      if (!run) throw new Error(`There is no workflow run ${runId}`);
      for (const attempt of run.attempts) attempt.logsExpired = true;
    },
  };
}

function everybodySees(world: World) {
  const named = (repository: string) => setUp.repositoryNamed(world, repository);
  return {
    cloneUrl: (repository: string) => `${world.url}/${repository}.git`,
    gitDirectory: (repository: string) => named(repository).gitDirectory,
    deliveries: () => world.deliveries,
    checks: () => world.checks,
    async pulls(repository: string) {
      const pulls = named(repository).issues.filter(isPull);
      return await Promise.all(pulls.map(pull => pullObject(world, named(repository), pull)));
    },
    issues: (repository: string) => named(repository).issues.filter(issue => !isPull(issue)),
    checkRuns: (repository: string) => named(repository).checkRuns,
    workflowRuns: (repository: string) => named(repository).runs,
  };
}
