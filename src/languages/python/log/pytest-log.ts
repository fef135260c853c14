// Reads pytest's printed report into failures: ids from its summary, reasons and places from its sections.
//
// The summary has the full ids but truncates messages; the sections have everything except the test's file. So each section is
// matched with the summary's id that ends like its title. Without sections (`--tb=no`), only the summary line is known.

import { repositoryPath } from '../../../actions/repository-path.ts';
import type { Failure } from '../../../incident/evidence.ts';
import { isTest } from '../../../incident/test-id.ts';
import { doctestTraceback } from './doctest-log.ts';
import { type Ids, idAmong, idsByKey, keyOfId, keyOfTitle } from './headings.ts';
import { innermostPlace } from './innermost-place.ts';
import { type Report, reportOf, type Section, type SummaryLine } from './pytest-report.ts';
import { exceptionOf, type Traceback, tracebackOf } from './traceback.ts';

export function pytestFailures(lines: readonly string[]): Failure[] {
  const report = reportOf(lines);
  const titles = new Set(report.sections.map(section => keyOfTitle(section.title)));
  const named = report.summary.map(line => namedItem(line, titles));
  const ids = idsByKey(named.length > 0 ? named.map(item => item.id) : report.progress);
  const sections = named.length > 0 ? withoutFakes(report.sections, ids) : report.sections;
  const messages = new Map(named.map(item => [item.id, item.message]));
  const failures = sections.map(section => completed(failureOf(section, ids), messages));
  const known = new Set(failures.map(failure => failure.testId));
  const rest = named.filter(item => !known.has(item.id));
  return unique([...failures, ...summaryOnly(rest, report), ...conftestFailure(lines)]);
}

interface Item {
  readonly kind: SummaryLine['kind'];
  readonly id: string;
  readonly message: string;
}

/** Ids may hold ` - ` themselves: a split is right where a section bears that title, or the brackets close. */
function namedItem({ kind, text }: SummaryLine, titles: ReadonlySet<string>): Item {
  const splits = splitsOf(text);
  const split =
    splits.find(({ id }) => titles.has(keyOfId(id))) ?? splits.find(({ id }) => !id.includes('[') || id.endsWith(']'));
  return { kind, ...(split ?? { id: text, message: '' }) };
}

function splitsOf(text: string): { id: string; message: string }[] {
  const splits: { id: string; message: string }[] = [];
  for (let at = text.indexOf(' - '); at !== -1 && splits.length < 20; at = text.indexOf(' - ', at + 1)) {
    splits.push({ id: text.slice(0, at), message: text.slice(at + 3) });
  }
  return [...splits, { id: text, message: '' }];
}

/** A heading that is not in the summary was printed by the code under test: it belongs to the section above. */
function withoutFakes(sections: readonly Section[], ids: ReadonlyMap<string, unknown>): Section[] {
  const real: { phase: Section['phase']; title: string; body: string[] }[] = [];
  for (const section of sections) {
    if (ids.has(keyOfTitle(section.title))) real.push({ ...section, body: [...section.body] });
    else real.at(-1)?.body.push(...section.body.slice(0, 10_000));
  }
  return real;
}

function failureOf(section: Section, ids: Ids): Failure {
  const isDoctest = section.title.startsWith('[doctest] ');
  const traceback = isDoctest ? doctestTraceback(section.body) : tracebackOf(section.body);
  return { testId: idOf(section, traceback, ids), phase: section.phase, ...told(traceback) };
}

/** For an exception group, only the summary names the type. */
function completed(failure: Failure, messages: ReadonlyMap<string, string>): Failure {
  if (failure.errorType !== null || failure.message !== '') return failure;
  return { ...failure, ...exceptionOf(messages.get(failure.testId) ?? '') };
}

function idOf(section: Section, { frames }: Traceback, ids: Ids): string {
  const files = frames.filter(frame => frame.inRepository).map(frame => frame.file);
  const id = idAmong(ids.get(keyOfTitle(section.title)), files);
  if (id) return id;
  if (section.phase === 'collection') return repositoryPath(section.title).file || section.title;
  const file = files.find(name => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(name)) ?? files[0];
  const bracket = section.title.indexOf('[');
  const name = bracket === -1 ? section.title : section.title.slice(0, bracket);
  const tail = `${name.replaceAll('.', '::')}${bracket === -1 ? '' : section.title.slice(bracket)}`;
  return file ? `${file}::${tail}` : tail;
}

function told({
  errorType,
  message,
  frames,
}: Traceback): Pick<Failure, 'errorType' | 'message' | 'file' | 'line' | 'frames'> {
  // pytest-timeout's words; to pytest its time-outs are failures like those of `pytest.fail`.
  const isTimeout = errorType === 'Failed' && /^Timeout \(?>/.test(message);
  return { errorType: isTimeout ? 'Timeout' : errorType, message, ...innermostPlace(frames), frames: [...frames] };
}

const PLACE = /^\S[^:]{0,1000}:\d{1,7}: (?=[A-Za-z_])/;

/** `--tb=line` prints one place per failed test, in the summary's order. */
function summaryOnly(items: readonly Item[], report: Report): Failure[] {
  const failed = items.filter(item => item.kind === 'FAILED').length;
  const places = report.loose.filter(line => PLACE.test(line));
  let place = places.length === failed ? 0 : places.length;
  return items.map(item => {
    const trace = tracebackOf(item.kind === 'FAILED' ? places.slice(place, ++place) : []);
    const { errorType, message } = exceptionOf(
      trace.frames.length > 0 ? (places[place - 1] ?? '').replace(PLACE, '') : item.message,
    );
    const isCollection = item.kind === 'ERROR' && !isTest(item.id);
    const phase = item.kind === 'FAILED' ? 'call' : isCollection ? 'collection' : 'setup';
    return {
      testId: item.id,
      phase,
      ...told({ errorType: trace.errorType ?? errorType, message, frames: trace.frames }),
    };
  });
}

/** pytest exits before its first test when a conftest cannot be imported. */
function conftestFailure(lines: readonly string[]): Failure[] {
  const start = lines.findIndex(line => /^ImportError while loading conftest '[^']{1,1000}'\.$/.test(line));
  if (start === -1) return [];
  const { file } = repositoryPath(lines[start]?.split("'")[1] ?? 'conftest.py');
  const end = lines.findIndex((line, index) => index > start && line.startsWith('##[error]'));
  return [
    { testId: file, phase: 'collection', ...told(tracebackOf(lines.slice(start + 1, end === -1 ? undefined : end))) },
  ];
}

function unique(failures: readonly Failure[]): Failure[] {
  const byTest = new Map<string, Failure>();
  for (const failure of failures) {
    const key = `${failure.phase} ${failure.testId}`;
    if (!byTest.has(key)) byTest.set(key, failure);
  }
  return [...byTest.values()];
}
