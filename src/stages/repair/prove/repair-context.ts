// What a change is proven with.
import type { Guarded } from '../../../incident/incident.ts';
import type { Sandbox, Tree } from '../../../ports.ts';

export interface RepairContext {
  readonly incident: Guarded;
  /** The failing tree. */
  readonly tree: Tree;
  readonly sandbox: Sandbox;
}

export interface AttemptContext extends RepairContext {
  /** Opens the tree of the last green commit; null where there is none, or it can no longer be fetched. */
  readonly green: () => Promise<Tree | null>;
}
