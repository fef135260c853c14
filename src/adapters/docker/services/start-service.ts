// Creates the container of a service. Its settings are part of the sandbox's isolation.
import type { Container, ContainerCreateOptions, HostConfig } from 'dockerode';
import {
  type EngineSession,
  type Limits,
  labels,
  ofInstallers,
  type Running,
  share,
  start,
} from '../engine/container.ts';

export interface Beside {
  readonly session: EngineSession;
  /** Whose loopback interface and network the services share. */
  readonly container: Container;
  readonly limits: Limits;
}

/**
 * A service of the job. It shares the loopback interface and the network of the container that it serves, so beside a workspace it
 * has none. The images of databases start as root, give their files to a user and become that user.
 */
export function startService(
  session: EngineSession,
  { beside, limits, ...program }: ContainerCreateOptions & { beside: Container; limits: Limits },
): Promise<Running> {
  const host: HostConfig = {
    ...share(limits),
    NetworkMode: `container:${beside.id}`,
    CapDrop: ['ALL'],
    CapAdd: ofInstallers,
  };
  return start(session, { ...program, HostConfig: host, Labels: { [labels.kind]: 'service' } });
}
