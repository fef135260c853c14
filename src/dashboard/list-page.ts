// All incidents, newest first: what failed, state, verdict and cost.
import { html } from 'hono/html';
import type { Figures, Filter } from '../incident/figures.ts';
import type { IncidentSummary } from '../incident/journal.ts';
import { stops } from '../incident/stop.ts';
import { figuresSection } from './figures-section.ts';
import { addressOfList, filterForm } from './filters.ts';
import { operatorAdvice } from './own-mistakes.ts';
import { dollars, link, moment, type Page, page, table } from './page.ts';

/** Incidents per page. */
export const pageSize = 25;

const columns = ['Repository', 'Workflow', 'Branch', 'State', 'Verdict', 'Opened', 'Cost'];

export interface ShownList {
  readonly list: { readonly incidents: readonly IncidentSummary[]; readonly total: number };
  readonly figures: Figures;
  readonly filter: Filter;
  readonly number: number;
  readonly today: Date;
}

export function listPage({ list, figures, filter, number, today }: ShownList): Page {
  const { incidents, total } = list;
  const content =
    total === 0
      ? emptyState(filter)
      : html`<p class="soft">${total} in total, newest first.</p>\n${table(columns, incidents.map(row))}\n${pagination({ filter, number, total })}`;
  return page(
    'Incidents',
    html`<h1>Incidents</h1>\n${figuresSection(figures, today)}\n${filterForm(filter, figures)}\n${content}`,
  );
}

function emptyState(filter: Filter): Page {
  if (addressOfList(filter) !== '/incidents') {
    return html`<p class="empty">No incident matches. <a href="/incidents">Show all</a></p>`;
  }
  return html`<div class="empty"><p><strong>No failing runs yet.</strong> They will appear here.</p>
<p>Nightwatch watches the repositories that its GitHub App is installed on. To add one, open the App’s page on GitHub and press
“Install”: ${link('https://docs.github.com/en/apps/using-github-apps/installing-your-own-github-app', 'how to install an App')}.</p></div>`;
}

function row(view: IncidentSummary): unknown[] {
  const { id, run, ledger } = view.entry.incident;
  return [
    html`<a href="/incidents/${id}">${run.owner}/${run.repo}</a>`,
    run.workflowName,
    run.headBranch,
    stateOf(view),
    verdictOf(view),
    moment(view.openedAt),
    html`<span class="number">${dollars(ledger.dollars)}</span>`,
  ];
}

/** The state's name, or why the line stopped. */
export function stateOf({ entry }: IncidentSummary): string {
  return entry.state === 'stopped' ? `stopped: ${stops[entry.incident.stop.code].title}` : entry.state;
}

/** The result so far. */
export function verdictOf({ entry, proposalRun }: IncidentSummary): Page {
  if (entry.state === 'stopped') {
    const { stop } = entry.incident;
    const { needsPerson } = stops[stop.code];
    if (operatorAdvice(stop)) return html`<span class="bad">our mistake: for the operator</span>`;
    return needsPerson
      ? html`<span class="bad">needs a person</span>`
      : html`<span class="soft">no action needed</span>`;
  }
  if (entry.state !== 'published') return html`<span class="wait">in progress</span>`;
  const { proposal } = entry.incident;
  const ci = proposalRun
    ? html`, CI: <span class="${tone(proposalRun.conclusion)}">${proposalRun.conclusion}</span>`
    : '';
  return html`<span class="good">proven</span>: ${link(proposal.url, `pull request #${proposal.number}`)}${ci}`;
}

/** The CSS class for a GitHub conclusion. */
export function tone(conclusion: string): 'good' | 'bad' {
  return conclusion === 'success' ? 'good' : 'bad';
}

function pagination({ filter, number, total }: { filter: Filter; number: number; total: number }): Page {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const at = (other: number) => addressOfList(filter, other);
  const newer = number > 1 ? html`<a href="${at(Math.min(number - 1, last))}" rel="prev">Newer</a>` : '';
  const older = number < last ? html`<a href="${at(number + 1)}" rel="next">Older</a>` : '';
  return html`<nav aria-label="Pages">${newer} <span class="soft">Page ${number} of ${last}</span> ${older}</nav>`;
}
