// Reads failures from the output of `python -m unittest`, under the ids that pytest would give the same tests.
import type { Failure } from '../../../incident/evidence.ts';
import { innermostPlace } from './innermost-place.ts';
import { tracebackOf } from './traceback.ts';

const RULE = '='.repeat(70);
const END = '-'.repeat(70);

export function unittestFailures(lines: readonly string[]): Failure[] {
  const failures = new Map<string, Failure>();
  let heading: Heading | null = null;
  let body: string[] = [];
  const close = () => {
    if (heading === null) return;
    const failure = failureOf(heading, body);
    if (!failures.has(failure.testId)) failures.set(failure.testId, failure);
    heading = null;
  };
  for (const [index, line] of lines.entries()) {
    if (line === RULE || (line === END && body.length > 2)) close();
    if (line === RULE) {
      heading = headingOf(lines[index + 1] ?? '');
      body = [];
    } else body.push(line);
  }
  close();
  return [...failures.values()];
}

interface Heading {
  readonly method: string;
  /** `tests.test_user.Users` or, since Python 3.11, with the method behind; a module with a dot behind where there is no class. */
  readonly owner: string;
}

/** `FAIL: test_x (tests.test_user.Users.test_x) (i=1)` */
function headingOf(line: string): Heading | null {
  const match = /^(?:FAIL|ERROR): ([\w.]{1,300}) \(([\w.]{1,600})\)/.exec(line);
  if (match?.[1] && match[2]) return { method: match[1], owner: match[2] };
  // nose's word for a function, with its arguments where a generator made it: it has an owner, but no class.
  const plain = /^(?:FAIL|ERROR): ([\w.]{1,600})\.(\w{1,300})(?:\(.{0,1000}\))?$/.exec(line);
  return plain?.[1] && plain[2] ? { method: plain[2], owner: `${plain[1]}.` } : null;
}

function failureOf({ method, owner }: Heading, body: readonly string[]): Failure {
  const { errorType, message, frames } = tracebackOf(body);
  const said = { errorType, message, ...innermostPlace(frames), frames: [...frames] };
  const files = frames.filter(frame => frame.inRepository).map(frame => frame.file);
  // A module that could not be imported is a test of this class, named like the module.
  if (owner.includes('_FailedTest')) return { testId: fileOf(method.split('.'), files), phase: 'collection', ...said };
  const isSetUp = /^(?:setUp|tearDown)(?:Class|Module)$/.test(method);
  return { testId: unittestId(method, owner, files), phase: isSetUp ? 'setup' : 'call', ...said };
}

/** pytest's id of a test, or of the class that could not be set up; `files` are those of its trace. */
export function unittestId(method: string, owner: string, files: readonly string[] = []): string {
  if (owner.endsWith('.')) return `${fileOf(owner.slice(0, -1).split('.'), files)}::${method}`;
  const parts = owner.endsWith(`.${method}`) ? owner.slice(0, -method.length - 1).split('.') : owner.split('.');
  // A failure in a module's own setup names only the module.
  if (/^(?:setUp|tearDown)Module$/.test(method)) return fileOf(parts, files);
  const test = `${fileOf(parts.slice(0, -1), files)}::${parts.at(-1)}`;
  return /^(?:setUp|tearDown)Class$/.test(method) ? test : `${test}::${method}`;
}

/** The file of a module; found on the trace where tests were discovered from a folder below the root. */
function fileOf(module: readonly string[], files: readonly string[]): string {
  const path = `${module.join('/')}.py`;
  return files.find(file => file === path || file.endsWith(`/${path}`)) ?? path;
}
