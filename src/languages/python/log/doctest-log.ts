// Reads failed doctests: pytest's sections about them, and what `python -m doctest` and Sphinx print.
import { repositoryPath } from '../../../actions/repository-path.ts';
import type { Failure, Frame } from '../../../incident/evidence.ts';
import { innermostPlace } from './innermost-place.ts';
import { type Traceback, tracebackOf } from './traceback.ts';

/** Of `[doctest] README.md` and the like, the first failed example. Its place comes first, then the code that it ran. */
export function doctestTraceback(body: readonly string[]): Traceback {
  const end = body.findIndex(line => PLACE.test(line));
  const [, file = '', line = '', errorType = null] = PLACE.exec(body[end] ?? '') ?? [];
  const own = end === -1 ? body : body.slice(0, end);
  const example = file === '' ? [] : [frameOf(file, line)];
  const { frames, message } = tracebackOf(own);
  const differs = own.findIndex(text => DIFFERENCE.test(text));
  const said = differs === -1 ? message : textOf(own.slice(differs));
  return { errorType, message: said, frames: [...example, ...frames] };
}

const PLACE = /^(\S[^:]{0,1000}|[A-Za-z]:[^:]{1,1000}):(\d{1,7}): (DocTestFailure|UnexpectedException)$/;
const DIFFERENCE = /^(?:Expected(?: nothing|:)|Differences \()/;

/** Blocks below a line of asterisks; one failure for each docstring or file, at its first example. */
export function doctestFailures(lines: readonly string[]): Failure[] {
  const failures = new Map<string, Failure>();
  for (const [index, line] of lines.entries()) {
    const [, file, at, name] = HEADING.exec(line) ?? [];
    if (!file || !at || !name || lines[index + 1] !== 'Failed example:') continue;
    const end = lines.findIndex((text, below) => below > index && isEnd(text));
    const failure = failureOf({ file, line: at, name }, lines.slice(index + 1, end === -1 ? undefined : end));
    if (!failures.has(failure.testId)) failures.set(failure.testId, failure);
    if (failures.size === MOST_FAILURES) break;
  }
  return [...failures.values()];
}

/** doctest's own rule, unittest's, or the runner's word. */
function isEnd(line: string): boolean {
  return /^(?:\*{70}|={70}|-{70})$/.test(line) || line.startsWith('##[error]');
}

const HEADING = /^File "([^"]{1,1000})", line (\d{1,7}), in (\S{1,500})$/;
/** Each is read up to the next rule, which a hostile log may lack. */
const MOST_FAILURES = 500;

function failureOf(example: { file: string; line: string; name: string }, body: readonly string[]): Failure {
  const place = frameOf(example.file, example.line);
  const raised = body.indexOf('Exception raised:');
  const differs = body.findIndex(text => DIFFERENCE.test(text));
  const trace = raised === -1 ? null : tracebackOf(body.slice(raised + 1).map(line => line.replace(/^ {4}/, '')));
  const frames = [place, ...(trace?.frames ?? [])];
  return {
    testId: `${place.file}::${example.name.replace(/^__main__(?=\.|$)/, stemOf(place.file))}`,
    phase: 'call',
    errorType: trace ? 'UnexpectedException' : 'DocTestFailure',
    message: trace ? `${trace.errorType}: ${trace.message}` : textOf(body.slice(Math.max(differs, 0))),
    ...innermostPlace(frames),
    frames,
  };
}

/** A script is a module called `__main__`; pytest calls it by its name. */
function stemOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.py$/, '');
}

function frameOf(file: string, line: string): Frame {
  return { ...repositoryPath(file), line: Number(line), function: null };
}

function textOf(lines: readonly string[]): string {
  return lines.join('\n').trim().slice(0, 2000);
}
