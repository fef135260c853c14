// Reads failures from the output of `python -m unittest`, under the ids that pytest would give the same tests.
import { repositoryPath } from '../../../actions/repository-path.ts';
import type { Failure } from '../../../incident/evidence.ts';
import { innermostPlace } from './innermost-place.ts';
import { tracebackOf } from './traceback.ts';

const RULE = '='.repeat(70);
const END = '-'.repeat(70);

export function unittestFailures(lines: readonly string[]): Failure[] {
  const failures = new Map<string, Failure>();
  let heading: Heading | null = null;
  let body: string[] = [];
  let isBelow = false;
  const close = () => {
    if (heading === null) return;
    const failure = failureOf(heading, body);
    if (!failures.has(failure.testId)) failures.set(failure.testId, failure);
    heading = null;
  };
  for (const [index, line] of lines.entries()) {
    // What the program prints may stand before the rule, in its line.
    const isRule = line.endsWith(RULE);
    // A second one below the heading ends the report of its failure.
    if (isRule || (line === END && isBelow)) close();
    isBelow = !isRule && (isBelow || line === END);
    if (isRule) {
      heading = headingBelow(lines, index);
      body = [];
    } else body.push(line);
  }
  close();
  return [...failures.values()];
}

type Heading =
  | {
      readonly kind: 'test';
      readonly method: string;
      /** `tests.test_user.Users` or, since Python 3.11, with the method behind; a module with a dot behind where there is no class. */
      readonly owner: string;
    }
  | { readonly kind: 'doctest'; readonly name: string };

/** Lines that the program prints meanwhile, such as Django's about its databases, come between the rule and the heading. */
const MOST_BETWEEN = 5;

function headingBelow(lines: readonly string[], rule: number): Heading | null {
  for (let index = rule + 1; index <= rule + 1 + MOST_BETWEEN; index++) {
    const name = /^Doctest: (\S{1,500})$/.exec(lines[index + 1] ?? '')?.[1];
    const heading = name === undefined ? headingOf(lines[index] ?? '') : { kind: 'doctest' as const, name };
    if (heading) return heading;
    if (lines[index] === END || lines[index]?.endsWith(RULE)) return null;
  }
  return null;
}

/** `FAIL: test_x (tests.test_user.Users.test_x) (i=1)` */
function headingOf(line: string): Heading | null {
  const match = /^(?:FAIL|ERROR|UNEXPECTED SUCCESS): ([\w.]{1,300}) \(([\w.]{1,600})\)/.exec(line);
  if (match?.[1] && match[2]) return { kind: 'test', method: match[1], owner: match[2] };
  // nose's word for a function, with its arguments where a generator made it: it has an owner, but no class.
  const plain = /^(?:FAIL|ERROR): ([\w.]{1,600})\.(\w{1,300})(?:\(.{0,1000}\))?$/.exec(line);
  return plain?.[1] && plain[2] ? { kind: 'test', method: plain[2], owner: `${plain[1]}.` } : null;
}

function failureOf(heading: Heading, body: readonly string[]): Failure {
  if (heading.kind === 'doctest') return doctestFailure(heading.name, body);
  const { method, owner } = heading;
  const { errorType, message, frames } = tracebackOf(body);
  const said = { errorType, message, ...innermostPlace(frames), frames: [...frames] };
  const files = frames.filter(frame => frame.inRepository).map(frame => frame.file);
  // A module that could not be imported is a test of this class, named like the module.
  if (owner.includes('_FailedTest')) return { testId: fileOf(method.split('.'), files), phase: 'collection', ...said };
  const isSetUp = /^(?:setUp|tearDown)(?:Class|Module)$/.test(method);
  return { testId: unittestId(method, owner, files), phase: isSetUp ? 'setup' : 'call', ...said };
}

/** unittest's error about a doctest ends with its place; line 0 is that of a whole file. */
function doctestFailure(name: string, body: readonly string[]): Failure {
  const [, path = name, line = '0'] =
    body.map(text => /^ {2}File "([^"]{1,1000})", line (\d{1,7})/.exec(text)).findLast(found => found !== null) ?? [];
  const { file } = repositoryPath(path);
  const message = `Failed doctest test for ${name}`;
  const frames = [{ ...repositoryPath(path), line: Math.max(Number(line), 1), function: null }];
  return {
    testId: `${file}::${name}`,
    phase: 'call',
    errorType: 'AssertionError',
    message,
    ...innermostPlace(frames),
    frames,
  };
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

/** The file of a module; found on the trace where tests were discovered from a folder below the root, or run as a script. */
function fileOf(module: readonly string[], files: readonly string[]): string {
  if (module[0] === '__main__' && files[0] !== undefined) return files[0];
  const path = `${module.join('/')}.py`;
  return files.find(file => file === path || file.endsWith(`/${path}`)) ?? path;
}
