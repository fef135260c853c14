// Cuts pytest's output into the parts of its report: a section per failure, the summary's lines, failures named as they happened.

export type Phase = 'collection' | 'setup' | 'call' | 'teardown';

export interface Section {
  readonly phase: Phase;
  /** `TestThing.test_name[param]`, or the file that could not be collected. */
  readonly title: string;
  readonly body: readonly string[];
}

export interface Report {
  readonly sections: readonly Section[];
  /** Lines of "short test summary info" after their first word. */
  readonly summary: readonly SummaryLine[];
  /** What stands under FAILURES outside any section: `--tb=line` writes its places there. */
  readonly loose: readonly string[];
  /** Test ids that verbose progress called failed. */
  readonly progress: readonly string[];
}

export interface SummaryLine {
  readonly kind: 'FAILED' | 'ERROR';
  /** The id, and mostly ` - ` and the message. */
  readonly text: string;
}

interface Draft {
  sections: { phase: Phase; title: string; body: string[] }[];
  summary: SummaryLine[];
  loose: string[];
  progress: string[];
}

const SUMMARY = /^=+ short test summary info =+$/;

/**
 * Tests may print anything, even whole pytest reports. So only the last summary counts, any banner closes a section, and a
 * heading anywhere opens one: the caller, who knows the summary's ids, picks the genuine ones.
 */
export function reportOf(lines: readonly string[]): Report {
  const draft: Draft = { sections: [], summary: [], loose: [], progress: [] };
  const summary = lines.findLastIndex(line => SUMMARY.test(line));
  readTraces(draft, summary === -1 ? lines : lines.slice(0, summary));
  if (summary !== -1) readSummary(draft, lines.slice(summary + 1));
  return draft;
}

function readTraces(draft: Draft, lines: readonly string[]): void {
  const first = lines.findIndex(line => isTraceBanner(between(line, '=')));
  for (const line of lines.slice(0, first === -1 ? undefined : first)) readProgressLine(draft, line);
  if (first === -1) return;
  let open: string[] = draft.loose;
  for (const line of lines.slice(first)) {
    const banner = between(line, '=');
    const heading = between(line, '_');
    if (banner !== null) {
      open = banner === 'FAILURES' ? draft.loose : [];
    } else if (heading !== null) {
      open = [];
      draft.sections.push({ ...headed(heading), body: open });
    } else open.push(line);
  }
}

function isTraceBanner(banner: string | null): boolean {
  return banner === 'ERRORS' || banner === 'FAILURES';
}

/** `==== title ====` → title. */
function between(line: string, mark: '=' | '_'): string | null {
  const start = mark === '=' ? /^=+ / : /^_+ /;
  const end = mark === '=' ? / =+$/ : / _+$/;
  if (!start.test(line) || !end.test(line)) return null;
  const title = line.replace(start, '').replace(end, '');
  return /[^_=\s]/.test(title) ? title : null;
}

function headed(heading: string): { phase: Phase; title: string } {
  const match = /^ERROR (collecting|at setup of|at teardown of) (.+)$/.exec(heading);
  if (!match?.[2]) return { phase: 'call', title: heading };
  const phases = { collecting: 'collection', 'at setup of': 'setup', 'at teardown of': 'teardown' } as const;
  return { phase: phases[match[1] as keyof typeof phases], title: match[2] };
}

/** In CI pytest prints full messages here, over several lines: only the first line of each counts. */
function readSummary(draft: Draft, lines: readonly string[]): void {
  for (const line of lines) {
    if (isLastLine(line)) return;
    const match = /^(FAILED|ERROR|SUBFAIL(?:ED)?(?:[[(].{0,500}?[\])])?) (.+)/.exec(line);
    if (match?.[2]) draft.summary.push({ kind: match[1] === 'ERROR' ? 'ERROR' : 'FAILED', text: match[2] });
  }
}

/** Whether the output of a run, pytest's or unittest's, goes as far as its report. */
export function hasEnded(lines: readonly string[]): boolean {
  return lines.some(
    line =>
      isTraceBanner(between(line, '=')) ||
      SUMMARY.test(line) ||
      isLastLine(line) ||
      /^Ran \d{1,9} tests? in /.test(line),
  );
}

/** `=== 1 failed, 2 passed in 0.03s ===`, quietly without the marks. */
function isLastLine(line: string): boolean {
  return (
    /^(?:=+ )?\d{1,9} (?:failed|passed|error|skipped|deselected|xfailed|xpassed|warning)/.test(line) &&
    / in \d{1,9}(?:\.\d{1,9})?s\b/.test(line)
  );
}

/** `tests/a.py::test_b FAILED [ 12%]`, and with xdist `[gw0] [ 12%] FAILED tests/a.py::test_b`. */
function readProgressLine(draft: Draft, line: string): void {
  const plain = /\s(?:FAILED|ERROR)(?:\s+\[\s*\d{1,3}%\])?$/.exec(line);
  const parallel = /^\[gw\d{1,4}\](?: \[\s*\d{1,3}%\])? (?:FAILED|ERROR) /.exec(line);
  const id = parallel ? line.slice(parallel[0].length).trim() : plain ? line.slice(0, plain.index).trim() : '';
  if (/^[^\s:]+::/.test(id)) draft.progress.push(id);
}
