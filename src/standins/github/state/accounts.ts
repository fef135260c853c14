// People and Apps: who owns repositories, who is installed where, and with what permissions. Plain records.

export interface User {
  id: number;
  login: string;
  type: 'User' | 'Bot' | 'Organization';
}

/** A person's in a repository. */
export type Permission = 'admin' | 'write' | 'read' | 'none';

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
  /** Where GitHub leads people who have installed it. */
  setupUrl: string | undefined;
  createdAt: Date;
}

export interface Installation {
  id: number;
  app: App;
  account: User;
  suspended: boolean;
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
