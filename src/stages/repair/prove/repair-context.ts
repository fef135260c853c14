// What a change is proven with.
import type { Guarded } from '../../../incident/incident.ts';
import type { Sandbox, Tree } from '../../../ports.ts';

export interface RepairContext {
  readonly incident: Guarded;
  /** The failing tree. */
  readonly tree: Tree;
  readonly sandbox: Sandbox;
}
