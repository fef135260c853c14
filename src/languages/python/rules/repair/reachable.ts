// Which things that a run can reach a file says it reaches.
import type { Reached } from '../../../../incident/reached.ts';
import { fromSyntax } from '../../../syntax.ts';
import type { CapabilityName } from '../capabilities/table.ts';
import { usesIn } from '../capabilities/uses.ts';

const kinds: Partial<Record<CapabilityName, Reached['kind']>> = {
  processes: 'executes',
  network: 'connects',
  'native memory': 'loads',
  'code at run time': 'evaluates',
  imports: 'imports',
  writes: 'writes',
};

/** Empty for a text that is too long to be read. */
export function reachable(text: string): ReadonlySet<Reached['kind']> {
  const uses = fromSyntax('python', text, root =>
    usesIn(root, new Set()).map(({ capability }) => reachedBy(capability)),
  );
  return new Set((uses ?? []).flatMap(kind => kind ?? []));
}

/** What a run is seen to do by a capability. */
export function reachedBy(capability: CapabilityName): Reached['kind'] | null {
  return kinds[capability] ?? null;
}
