// Reads what `python -m unittest` prints into failures, under the ids that pytest would give the same tests.
import type { Failure } from '../../incident/evidence.ts';
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
  /** `tests.test_user.Users` or, since Python 3.11, with the method behind. */
  readonly owner: string;
}

/** `FAIL: test_x (tests.test_user.Users.test_x) (i=1)` */
function headingOf(line: string): Heading | null {
  const match = /^(?:FAIL|ERROR): ([\w.]{1,300}) \(([\w.]{1,600})\)/.exec(line);
  return match?.[1] && match[2] ? { method: match[1], owner: match[2] } : null;
}

function failureOf({ method, owner }: Heading, body: readonly string[]): Failure {
  const { errorType, message, frames } = tracebackOf(body);
  const innermost = frames.findLast(frame => frame.inRepository);
  const place = { file: innermost?.file ?? null, line: innermost?.line ?? null, frames: [...frames] };
  const said = { errorType, message, ...place };
  const files = frames.filter(frame => frame.inRepository).map(frame => frame.file);
  // A module that could not be imported is a test of this class, named like the module.
  if (owner.includes('_FailedTest')) return { testId: fileOf(method.split('.'), files), phase: 'collection', ...said };
  const parts = owner.endsWith(`.${method}`) ? owner.slice(0, -method.length - 1).split('.') : owner.split('.');
  const file = fileOf(parts.slice(0, -1), files);
  const isSetUp = /^(?:setUp|tearDown)(?:Class|Module)$/.test(method);
  if (isSetUp) return { testId: `${file}::${parts.at(-1)}`, phase: 'setup', ...said };
  return { testId: `${file}::${parts.at(-1)}::${method}`, phase: 'call', ...said };
}

/** The file of a module; found on the trace where tests were discovered from a folder below the root. */
function fileOf(module: readonly string[], files: readonly string[]): string {
  const path = `${module.join('/')}.py`;
  return files.find(file => file === path || file.endsWith(`/${path}`)) ?? path;
}
