// What the local GitHub stores of one repository beyond its git data: plain records, no behaviour.
import type { JobResult, WorkflowEvent } from '../workflows/runner.ts';
import type { App, Permission, User } from './accounts.ts';

export interface Repository {
  id: number;
  owner: User;
  name: string;
  /** What it was called before: requests by these are sent on. */
  formerNames: string[];
  archived: boolean;
  private: boolean;
  defaultBranch: string;
  protectedBranches: string[];
  /** By login; the owner needs none. */
  collaborators: Map<string, Permission>;
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
  reactions: Reaction[];
  createdAt: Date;
  updatedAt: Date;
}

export interface Reaction {
  id: number;
  user: User;
  content: '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes';
  createdAt: Date;
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
  reviews: Review[];
}

export interface Review {
  id: number;
  user: User;
  body: string;
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED';
  commitSha: string;
  submittedAt: Date;
  comments: ReviewComment[];
}

/** A comment on a line, or on several, of the diff. */
export interface ReviewComment {
  id: number;
  path: string;
  body: string;
  /** The last one. */
  line: number;
  startLine: number | null;
  side: 'LEFT' | 'RIGHT';
  diffHunk: string;
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
  logsExpired: boolean;
}

/** Its id is also the id of its check run. */
export interface Job {
  id: number;
  result: JobResult;
}
