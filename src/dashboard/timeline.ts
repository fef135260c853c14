// The journal of an incident as a timeline: stages to scale, and the waits between them made visible.
import { html } from 'hono/html';
import type { IncidentView, StepRecord } from '../incident/journal.ts';
import { duration, moment, type Page } from './page.ts';
import { shares } from './plot.ts';

export type Span =
  | { kind: 'stage'; step: StepRecord; seconds: number }
  | { kind: 'wait'; seconds: number; reason: string }
  | { kind: 'waiting'; until: Date; reason: string };

/** In seconds; a shorter gap is only bookkeeping. */
const shortestWait = 2;

export function timelineSection(view: IncidentView): Page {
  const spans = spansOf(view);
  if (spans.length === 0) return html`<section><h2>Timeline</h2><p>No stage has finished yet.</p></section>`;
  return html`<section><h2>Timeline</h2>
${timeShares(view, spans)}
<ol class="timeline">
${spans.map(spanItem)}</ol></section>`;
}

/** Pure. What happened in order, from the opening on. */
export function spansOf({ openedAt, steps, notBefore, entry }: IncidentView): readonly Span[] {
  const spans: Span[] = [];
  let end = openedAt.getTime();
  let reason = 'for a free worker';
  for (const step of steps) {
    const gap = (step.startedAt.getTime() - end) / 1000;
    if (gap >= shortestWait) spans.push({ kind: 'wait', seconds: gap, reason });
    spans.push({ kind: 'stage', step, seconds: step.seconds });
    end = step.startedAt.getTime() + step.seconds * 1000;
    reason = reasonAfter(step);
  }
  const isOver = entry.state === 'published' || entry.state === 'stopped';
  if (notBefore && !isOver) spans.push({ kind: 'waiting', until: notBefore, reason });
  return spans;
}

function reasonAfter({ result, detail }: StepRecord): string {
  if (result === 'transient') return detail;
  return result === 'stop' ? 'for a person' : 'for a free worker';
}

function spanItem(span: Span): Page {
  if (span.kind === 'wait') {
    return html`<li class="wait"><strong>waited ${duration(span.seconds)}</strong> <span>${span.reason}</span></li>\n`;
  }
  if (span.kind === 'waiting') {
    return html`<li class="wait"><strong>waiting</strong> <span>${span.reason}, tries again at ${moment(span.until)}</span></li>\n`;
  }
  const { stage, startedAt, seconds, result, detail } = span.step;
  return html`<li class="${toneOf(result)}"><strong>${stage}</strong> <span class="soft">${moment(startedAt)}</span> <span class="number">${duration(seconds)}</span> <span class="result">${result}</span> <span>${detail}</span></li>\n`;
}

function toneOf(result: string): string {
  const tones: Readonly<Record<string, string>> = { next: 'good', stop: 'bad', transient: 'wait' };
  return tones[result] ?? 'again';
}

/** Where the time went: the model and the sandbox by the ledger, waits by the journal. */
function timeShares({ entry }: IncidentView, spans: readonly Span[]): Page {
  const { modelSeconds, sandboxSeconds } = entry.incident.ledger;
  const sum = (kind: Span['kind']) =>
    spans.reduce((s, span) => s + (span.kind === kind && 'seconds' in span ? span.seconds : 0), 0);
  const other = Math.max(0, sum('stage') - modelSeconds - sandboxSeconds);
  const parts = [
    { name: 'model', value: modelSeconds, tone: 'model' },
    { name: 'sandbox', value: sandboxSeconds, tone: 'sandbox' },
    { name: 'GitHub and our own work', value: other, tone: 'other' },
    { name: 'waiting', value: sum('wait'), tone: 'wait' },
  ];
  const legend = parts.map(
    ({ name, value, tone }) => html`<li><span class="key ${tone}"></span>${name}: ${duration(value)}</li>\n`,
  );
  return html`${shares('Where the time went; the list below has the numbers', parts)}
<ul class="legend">${legend}</ul>`;
}
