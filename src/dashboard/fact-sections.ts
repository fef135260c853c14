// The facts of an incident as sections of its page. Logs, code and model output are data: everything is escaped.
import { html } from 'hono/html';
import type { Diagnosis } from '../incident/diagnosis.ts';
import type { Evidence, Failure } from '../incident/evidence.ts';
import type { Guard } from '../incident/guard.ts';
import type { Attempt, Patch, Verdict } from '../incident/patch.ts';
import type { Reproduction } from '../incident/reproduction.ts';
import { diff } from './diff.ts';
import { code } from './highlight.ts';
import { duration, folded, link, type Page, pairs, table } from './page.ts';

export function evidenceSection(evidence: Evidence): Page {
  const { job, otherFailedJobs, failures, digest, logSource } = evidence;
  return html`<section><h2>Evidence</h2>
${pairs([
  ['Job', html`${link(job.url, job.name)}${job.step ? html`, step ${job.step.number}: ${job.step.name}` : ''}`],
  ['Also failed', otherFailedJobs.join(', ')],
  ['Log', logSource],
  ['Signature', html`<code>${evidence.signature}</code>`],
])}
${failureTable(failures)}
${folded('Log excerpt', digest)}</section>`;
}

export function diagnosisSection(diagnosis: Diagnosis): Page {
  const check = ({ claim, holds }: Diagnosis['checks'][number]) =>
    html`<li class="${holds ? 'good' : 'bad'}">${holds ? '✓' : '✗'} ${claim}</li>\n`;
  return html`<section><h2>Diagnosis</h2>
<p>${diagnosis.cause}</p>
${pairs([
  ['Kind', diagnosis.class],
  ['Error', html`<code>${diagnosis.errorType}</code>`],
  ['Location', html`<code>${diagnosis.file}:${diagnosis.line}</code>`],
  ['Confidence', `${Math.round(diagnosis.confidence * 100)}%, from these checks:`],
])}
<ul>${diagnosis.checks.map(check)}</ul></section>`;
}

export function reproductionSection({ recipe, environment, tree, targets, baseline, output }: Reproduction): Page {
  const { passing, failing, flaky, skipped, runs, seconds } = baseline;
  const counts = `${passing.length} pass, ${failing.length} fail, ${flaky.length} flaky, ${skipped.length} skipped`;
  return html`<section><h2>Reproduction</h2>
${pairs([
  ['Image', html`<code>${recipe.image}</code>, after setup <code>${environment.digest}</code>`],
  ['Command', html`<code>${recipe.test.text}</code>`],
  ['Whole suite', `${counts} (${runs} runs, at most ${duration(seconds)} each)`],
  ['Tested tree', html`<code>${tree}</code>`],
])}
${failureTable(targets)}
${recipe.notes.length > 0 ? html`<ul>${recipe.notes.map(note => html`<li>${note}</li>\n`)}</ul>` : ''}
${folded('Setup', recipe.setup.map(script => script.text).join('\n'))}
${folded('Output', output)}</section>`;
}

export function guardSection(guard: Guard): Page {
  return html`<section><h2>Regression test</h2>
${pairs([
  ['File', html`<code>${guard.path}</code>`],
  ['Test', html`<code>${guard.testId}</code>`],
  ['Fails with', html`<code>${guard.failure.errorType}</code> ${guard.failure.message}`],
  ['Failed', `${guard.redRuns} of ${guard.redRuns} times before the fix`],
])}
${code(guard.source, guard.path)}
${folded('Output on the failing commit', guard.output)}</section>`;
}

export function attemptsSection(attempts: readonly Attempt[]): Page {
  const one = (attempt: Attempt) => html`<article>
<h3>Attempt ${attempt.number}: ${verdictText(attempt.verdict)}</h3>
<p>${attempt.idea}</p>
${attempt.diff === '' ? html`<p class="soft">None of its edits could be applied.</p>` : diff(attempt.diff)}
${attempt.verdict.kind === 'refused' ? folded('Output', attempt.verdict.output) : ''}
<p class="soft">Took ${duration(attempt.seconds)}.</p>
</article>\n`;
  return html`<section><h2>Attempts</h2>\n${attempts.map(one)}</section>`;
}

export function proofSection({ attempt, proof, diff: fullDiff }: Patch): Page {
  const rows = proof.rows.map(row => [row.what, html`<code>${row.command}</code>`, row.before, row.after]);
  return html`<section><h2>Proof</h2>
<p>Attempt ${attempt}, in fresh containers of <code>${proof.imageDigest}</code>.</p>
${table(['What', 'Command', 'Before', 'After'], rows)}
${pairs([
  ['Tree before', html`<code>${proof.treeBefore}</code>`],
  ['Tree after', html`<code>${proof.treeAfter}</code>`],
])}
<h3>Full diff</h3>
${diff(fullDiff)}</section>`;
}

function verdictText(verdict: Verdict): Page {
  if (verdict.kind === 'proven') return html`<span class="good">proven</span>`;
  return html`<span class="bad">rejected (${verdict.gate})</span>, ${verdict.reason}`;
}

function failureTable(failures: readonly Failure[]): Page {
  const rows = failures.map(({ testId, errorType, message, file, line }) => [
    html`<code>${testId}</code>`,
    html`<code>${errorType ?? ''}</code> ${message}`,
    html`<code>${file ?? ''}${line === null ? '' : `:${line}`}</code>`,
  ]);
  return rows.length > 0 ? table(['Failing test', 'Error', 'Location'], rows) : html``;
}
