// All incidents, newest first: what failed, state, verdict and cost.
import { html } from 'hono/html';
import type { IncidentSummary } from '../incident/journal.ts';
import { stops } from '../incident/stop.ts';
import { dollars, link, moment, type Page, page, table } from './page.ts';

/** Incidents per page. */
export const pageSize = 25;

const columns = ['Repository', 'Workflow', 'Branch', 'State', 'Verdict', 'Opened', 'Cost'];

export function listPage(list: { incidents: readonly IncidentSummary[]; total: number }, number: number): Page {
  const { incidents, total } = list;
  const content =
    total === 0
      ? html`<p>No failing runs yet. They will appear here.</p>`
      : html`<p class="soft">${total} in total, newest first.</p>\n${table(columns, incidents.map(row))}\n${pagination(number, total)}`;
  return page('Incidents', html`<h1>Incidents</h1>\n${content}`);
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
    const { needsPerson } = stops[entry.incident.stop.code];
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

function pagination(number: number, total: number): Page {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const newer = number > 1 ? html`<a href="/incidents?page=${Math.min(number - 1, last)}" rel="prev">Newer</a>` : '';
  const older = number < last ? html`<a href="/incidents?page=${number + 1}" rel="next">Older</a>` : '';
  return html`<nav aria-label="Pages">${newer} <span class="soft">Page ${number} of ${last}</span> ${older}</nav>`;
}
