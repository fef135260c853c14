/** Everything the local GitHub remembers beyond what git itself keeps: plain records, no behaviour. */
import type { Background } from './background.ts';
import type { JobResult, RunWorkflow, WorkflowEvent } from './runner.ts';

export interface World {
  /** `http://127.0.0.1:PORT`; known once the server listens. */
  url: string;
  dataDirectory: string;
  clock: { now(): Date };
  runWorkflow: RunWorkflow;
  users: Map<string, User>;
  apps: App[];
  installations: Installation[];
  tokens: Map<string, Token>;
  repositories: Repository[];
  deliveries: Delivery[];
  downloads: Map<string, Download>;
  background: Background;
  /** One counter for everything, so that mixing up two kinds of id never works by chance. */
  nextId(): number;
}

export interface User {
  id: number;
  login: string;
  type: 'User' | 'Bot' | 'Organization';
}

export type Access = 'read' | 'write';
export type Permissions = Record<string, Access>;

export interface App {
  id: number;
  slug: string;
  name: string;
  owner: User;
  bot: User;
  /** PEM; absent for GitHub's own Actions app, which never signs in. */
  publicKey: string | undefined;
  webhook: { url: string; secret: string } | undefined;
  permissions: Permissions;
  events: string[];
  createdAt: Date;
}

export interface Installation {
  id: number;
  app: App;
  account: User;
  createdAt: Date;
}

export interface Token {
  installation: Installation;
  permissions: Permissions;
  /** Ids of the repositories it is limited to; undefined means all of the installation's. */
  repositoryIds: number[] | undefined;
  expiresAt: Date;
  requests: number;
}

export interface Repository {
  id: number;
  owner: User;
  name: string;
  private: boolean;
  defaultBranch: string;
  protectedBranches: string[];
  gitDirectory: string;
  /** Where it was cloned from, for later pushes of the same history. */
  origin: string | undefined;
  createdAt: Date;
  pushedAt: Date;
  issues: Issue[];
  labels: Label[];
  checkRuns: CheckRun[];
  checkSuites: CheckSuite[];
  workflows: Workflow[];
  runs: WorkflowRun[];
  /** Commits made through the API by an App, which GitHub signs. */
  verifiedCommits: Set<string>;
  /** The tail of the queue of ref changes: one at a time, so that each push is noticed once. */
  refChanges: Promise<unknown>;
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface Comment {
  id: number;
  user: User;
  app: App | undefined;
  body: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A pull request is an issue with a `pull`: they share numbers, labels and comments. */
export interface Issue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'reopened' | 'not_planned' | 'duplicate' | null;
  user: User;
  app: App | undefined;
  labels: Label[];
  comments: Comment[];
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  pull: Pull | undefined;
}

export interface Pull {
  id: number;
  headBranch: string;
  headSha: string;
  baseBranch: string;
  baseSha: string;
  draft: boolean;
}

export interface CheckSuite {
  id: number;
  app: App;
  headSha: string;
  headBranch: string | null;
  createdAt: Date;
}

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column: number | null;
  end_column: number | null;
  annotation_level: 'notice' | 'warning' | 'failure';
  title: string | null;
  message: string;
  raw_details: string | null;
}

export type CheckStatus = 'queued' | 'in_progress' | 'completed';
export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required';

export interface CheckRun {
  id: number;
  suite: CheckSuite;
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  startedAt: Date;
  completedAt: Date | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: Annotation[];
  actions: { label: string; description: string; identifier: string }[];
}

export interface Workflow {
  id: number;
  name: string;
  path: string;
  createdAt: Date;
}

export interface WorkflowRun {
  id: number;
  workflow: Workflow;
  text: string;
  runNumber: number;
  event: WorkflowEvent;
  headBranch: string;
  headSha: string;
  actor: User;
  suite: CheckSuite;
  pullNumbers: number[];
  createdAt: Date;
  logsExpired: boolean;
  attempts: Attempt[];
}

export interface Attempt {
  number: number;
  status: CheckStatus;
  conclusion: JobResult['conclusion'] | null;
  startedAt: Date;
  updatedAt: Date;
  triggeringActor: User;
  jobs: Job[];
}

/** Its id is also the id of its check run. */
export interface Job {
  id: number;
  result: JobResult;
}

export interface Delivery {
  id: number;
  /** The same for a redelivery, as on GitHub: this is what `x-github-delivery` carries. */
  guid: string;
  appId: number;
  event: string;
  action: string | null;
  body: string;
  redelivery: boolean;
  deliveredAt: Date;
  /** The receiver's status; 0 when nobody answered, undefined while under way. */
  statusCode: number | undefined;
}

/** What a short-lived signed address serves. */
export interface Download {
  contentType: string;
  content: Buffer;
  expiresAt: Date;
}
