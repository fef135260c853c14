// One incident: its facts in the order in which the stages added them.
import { html } from 'hono/html';
import type { Known } from '../incident/incident.ts';
import type { IncidentView } from '../incident/journal.ts';
import type { Stop } from '../incident/stop.ts';
import { stops } from '../incident/stop.ts';
import {
  attemptsSection,
  diagnosisSection,
  evidenceSection,
  guardSection,
  proofSection,
  reproductionSection,
} from './fact-sections.ts';
import { stateOf, tone, verdictOf } from './list-page.ts';
import { operatorAdvice } from './own-mistakes.ts';
import { dollars, duration, link, moment, type Page, page, pairs } from './page.ts';
import { timelineSection } from './timeline.ts';

export function incidentPage(view: IncidentView): Page {
  const known: Known = view.entry.incident;
  const { run, evidence, diagnosis, reproduction, guard, patch, stop } = known;
  const title = `${run.owner}/${run.repo}`;
  return page(
    `${title} ${known.id}`,
    html`<h1>${title}: ${run.workflowName}</h1>
${summary(view)}
${stop ? stopSection(stop) : ''}
${timelineSection(view)}
${evidence ? evidenceSection(evidence) : ''}
${diagnosis ? diagnosisSection(diagnosis) : ''}
${reproduction ? reproductionSection(reproduction) : ''}
${guard ? guardSection(guard) : ''}
${known.attempts.length > 0 ? attemptsSection(known.attempts) : ''}
${patch ? proofSection(patch) : ''}
${proposalSection(view)}
${ledgerSection(known)}`,
  );
}

function summary(view: IncidentView): Page {
  const { id, run } = view.entry.incident;
  return pairs([
    ['State', stateOf(view)],
    ['Verdict', verdictOf(view)],
    ['Run', html`${link(run.url, `run ${run.runId}, attempt ${run.attempt}`)}, on ${run.event}`],
    ['Commit', html`<code>${run.headSha}</code> on ${run.headBranch}`],
    ['Opened', moment(view.openedAt)],
    ['Updated', moment(view.updatedAt)],
    ['Incident', html`<code>${id}</code>`],
  ]);
}

function stopSection({ code, detail }: Stop): Page {
  const { title, words, advice } = stops[code];
  const ours = operatorAdvice({ code });
  return html`<section class="stop ${ours ? 'ours' : ''}" aria-labelledby="stop">
<h2 id="stop">Nightwatch stopped: ${title}</h2>
<p>${words}</p>
<p class="detail">${detail}</p>
<p><strong>What to do:</strong> ${advice}</p>
${ours ? html`<p><strong>For the operator, because this is our own mistake:</strong> ${ours}</p>` : ''}
</section>`;
}

function proposalSection({ entry, proposalRun }: IncidentView): Page {
  const { proposal }: Known = entry.incident;
  if (!proposal) return html``;
  const ci = proposalRun
    ? html`<span class="${tone(proposalRun.conclusion)}">${link(proposalRun.url, proposalRun.conclusion)}</span> on <code>${proposalRun.headSha}</code>`
    : 'no result yet';
  return html`<section><h2>Pull request</h2>
${pairs([
  ['Pull request', link(proposal.url, `#${proposal.number}`)],
  ['Branch', html`<code>${proposal.branch}</code>`],
  ['Commit', html`<code>${proposal.commit}</code>`],
  ['Published tree', html`<code>${proposal.tree}</code>`],
  ['CI', ci],
])}</section>`;
}

function ledgerSection({ ledger, limits }: Known): Page {
  return html`<section><h2>Cost</h2>
${pairs([
  ['Money', `${dollars(ledger.dollars)} of at most ${dollars(limits.dollars)}`],
  ['Model requests', `${ledger.questions}, answered in ${duration(ledger.modelSeconds)}`],
  ['Tokens', `${ledger.inputTokens} in, ${ledger.outputTokens} out`],
  ['Sandbox', duration(ledger.sandboxSeconds)],
  ['Attempts', `at most ${limits.attempts}`],
])}</section>`;
}
