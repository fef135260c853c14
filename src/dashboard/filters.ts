// The list's filters: read from the query, and shown as a plain form with the counts beside each choice.
import { html } from 'hono/html';
import type { Figures, Filter } from '../incident/figures.ts';
import { StopCode, stops } from '../incident/stop.ts';
import { countsBy, daysShown } from './figures-section.ts';
import type { Page } from './page.ts';

const states = [
  'queued',
  'configured',
  'collected',
  'diagnosed',
  'reproduced',
  'guarded',
  'repaired',
  'published',
  'stopped',
] as const;

/** What is not a state, a stop or a repository's name is left out. */
export function filterOf(query: URLSearchParams): Filter {
  const repository = query.get('repository')?.trim().slice(0, 200);
  return {
    repository: repository || undefined,
    state: states.find(state => state === query.get('state')),
    stop: StopCode.safeParse(query.get('stop')).data,
  };
}

/** The address of a page of the filtered list. */
export function addressOfList({ repository, state, stop }: Filter, number = 1): string {
  const query = new URLSearchParams();
  if (repository) query.set('repository', repository);
  if (state) query.set('state', state);
  if (stop) query.set('stop', stop);
  if (number > 1) query.set('page', `${number}`);
  return query.size > 0 ? `/incidents?${query}` : '/incidents';
}

export function filterForm(filter: Filter, { counts }: Figures): Page {
  const byState = countsBy(counts, ({ state }) => state);
  const byStop = countsBy(counts, ({ stop }) => stop);
  const choice = (
    value: string,
    { text, count, chosen }: { text: string; count: number | undefined; chosen: boolean },
  ) => html`<option value="${value}"${chosen ? html` selected` : ''}>${text}${count ? ` (${count})` : ''}</option>`;
  return html`<form class="filters" method="get" action="/incidents" aria-label="Filters; counts are of the last ${daysShown} days">
<label>Repository <input name="repository" value="${filter.repository ?? ''}" placeholder="owner/name" autocomplete="off" spellcheck="false"></label>
<label>State <select name="state"><option value="">any</option>
${states.map(state => choice(state, { text: state, count: byState.get(state), chosen: filter.state === state }))}</select></label>
<label>Stop <select name="stop"><option value="">any</option>
${StopCode.options.map(code => choice(code, { text: stops[code].title, count: byStop.get(code), chosen: filter.stop === code }))}</select></label>
<button>Filter</button>
</form>`;
}
