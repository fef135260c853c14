// What every setup is given.
import type { Prepared } from '../../../ports.ts';
import type { Outlet } from '../egress/connected-setup.ts';
import type { EngineSession } from '../engine/container.ts';
import type { WorkspaceSettings } from '../job-environment.ts';
import type { Scope } from './scope.ts';

/** Network access of setup; later runs have none. */
export interface SetupNetwork {
  readonly outlet: Outlet;
  /** CA bundle on the host, for a proxy that intercepts TLS. */
  readonly caBundle?: string | undefined;
  /** Variables that point installers at a package index. */
  readonly packageIndex: Readonly<Record<string, string>>;
}

export interface SetupContext {
  readonly session: EngineSession;
  readonly scope: Scope;
  readonly settings: WorkspaceSettings;
  readonly setupNetwork: SetupNetwork;
  /** Setups in progress, by image: a second request for the same image waits for the first. */
  readonly inProgress: Map<string, Promise<Prepared>>;
}
