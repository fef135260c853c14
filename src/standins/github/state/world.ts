// Everything the local GitHub stores beyond what git itself does: plain records, no behaviour.

import type { Checks } from '../contract/checks.ts';
import type { RunWorkflow } from '../workflows/runner.ts';
import type { App, Installation, Token, User } from './accounts.ts';
import type { Background } from './background.ts';
import type { Repository } from './repository.ts';

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
  /** Apps made from a manifest, by the code that their makers redeem once for the credentials. */
  registrations: Map<string, Registration>;
  repositories: Repository[];
  deliveries: Delivery[];
  downloads: Map<string, Download>;
  background: Background;
  checks: Checks;
  /** One counter for everything, so that mixing up two kinds of id never works by chance. */
  nextId(): number;
}

export interface Registration {
  app: App;
  /** PEM; GitHub itself keeps only the public half. */
  privateKey: string;
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
  /** The receiver's status; 0 when there was no answer, undefined while it is being delivered. */
  statusCode: number | undefined;
}

/** What a short-lived signed address serves. */
export interface Download {
  contentType: string;
  content: Buffer;
  expiresAt: Date;
}
