// Every incident of a store with all its facts, for counting and comparing afterwards.
import type { IncidentView } from '../incident/journal.ts';
import type { Store } from '../store.ts';

/** Newest first; at most 100, which no measurement reaches. */
export async function allIncidents(store: Store): Promise<IncidentView[]> {
  const { incidents } = await store.list({ limit: 100, offset: 0 });
  const views = await Promise.all(incidents.map(({ entry }) => store.find(entry.incident.id)));
  return views.filter(view => view !== null);
}
