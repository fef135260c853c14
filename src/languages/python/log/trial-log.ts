// Reads failures from the report of trial, Twisted's test runner, under the ids that pytest would give the same tests.
import type { Failure } from '../../../incident/evidence.ts';
import { innermostPlace } from './innermost-place.ts';
import { exceptionOf, type Traceback, tracebackOf } from './traceback.ts';

/** Below each rule an error and then all tests that failed of it. The first error of a test counts. */
export function trialFailures(lines: readonly string[]): Failure[] {
  const failures = new Map<string, Failure>();
  for (const section of sectionsOf(lines)) {
    const body = section.slice(0, section.lastIndexOf(''));
    const trace = traceOf(body);
    for (const name of section.slice(body.length + 1)) {
      const failure = NAME.test(name) ? failureOf(name, trace) : null;
      if (failure && !failures.has(failure.testId)) failures.set(failure.testId, failure);
      if (failures.size === MOST_FAILURES) return [...failures.values()];
    }
  }
  return [...failures.values()];
}

/** Each holds its error's frames, and a hostile log may name as many tests as it has lines. */
const MOST_FAILURES = 5_000;

/** `tests.test_mail.MailTests.test_sent`, or a module that could not be imported. */
const NAME = /^\w{1,300}(?:\.\w{1,300}){0,30}$/;

/** Longer than unittest's. */
const RULE = '='.repeat(79);
const END = '-'.repeat(79);

/** What is below `[FAIL]` and `[ERROR]`; a test that is meant to fail, or to be skipped, has a section too. */
function sectionsOf(lines: readonly string[]): string[][] {
  const sections: string[][] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    const isHeading = /^\[(?:FAIL|ERROR)\]$/.test(line) && lines[index - 1]?.endsWith(RULE);
    const isEnd = line.endsWith(RULE) || line === END || line.startsWith('##[error]');
    if (isHeading) sections.push([]);
    else if (isOpen && !isEnd) sections.at(-1)?.push(line);
    isOpen = isHeading || (isOpen && !isEnd);
  }
  return sections;
}

/** An error that was only logged, or found after the test, has no frames: `Failure: builtins.ValueError: text`. */
function traceOf(body: readonly string[]): Traceback {
  const trace = tracebackOf(body);
  const bare = body.findIndex(line => /^Failure: /.test(line));
  if (trace.frames.length > 0 || bare === -1) return trace;
  const said = body.slice(bare).join('\n').replace('Failure: ', '').slice(0, 2000).trim();
  return { ...exceptionOf(said), frames: [] };
}

function failureOf(name: string, { errorType, message, frames }: Traceback): Failure {
  const files = frames.filter(frame => frame.inRepository).map(frame => frame.file);
  const parts = name.split('.');
  const { module, file } = moduleOf(parts, { errorType, files });
  const isModule = module === parts.length;
  return {
    testId: isModule ? file : [file, ...parts.slice(module)].join('::'),
    phase: isModule ? 'collection' : 'call',
    errorType,
    message,
    ...innermostPlace(frames),
    frames: [...frames],
  };
}

/** How many parts of a name are its module, and the module's file: one on the trace, or what the spelling suggests. */
function moduleOf(
  parts: readonly string[],
  { errorType, files }: { errorType: string | null; files: readonly string[] },
): { module: number; file: string } {
  const pathOf = (module: number) => `${parts.slice(0, module).join('/')}.py`;
  for (let module = parts.length; module > 0; module--) {
    const path = pathOf(module);
    const file = files.find(each => each === path || each.endsWith(`/${path}`));
    if (file !== undefined) return { module, file };
  }
  const ofClass = parts.findIndex(part => /^_*[A-Z]/.test(part));
  const isImport = /^(?:ModuleNotFound|Import|Syntax|Indentation|Tab)Error$/.test(errorType ?? '');
  const guess = ofClass > 0 ? ofClass : isImport || parts.length < 3 ? parts.length : parts.length - 2;
  return { module: guess, file: pathOf(guess) };
}
