// Finds the tests that were running where pytest's or unittest's output ends early, and those that had failed before.
import { repositoryPath } from '../../../actions/repository-path.ts';
import type { Failure } from '../../../incident/evidence.ts';
import { unittestId } from './unittest-log.ts';

/** Of a suite that ran in parallel. */
const MOST_RUNNING = 20;

/** The lines of the last pytest session; all lines if there is none. */
export function lastSession(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.findLastIndex(line => /^=+ test session starts =+$/.test(line)) + 1);
}

/** Ids of the tests, else the file, that started and never finished. */
export function runningAtTheEnd(session: readonly string[]): string[] {
  const isParallel = session.some(line => /^\[?gw\d{1,4}\b/.test(line));
  const running = new Set<string>();
  let file: string | null = null;
  for (const line of session) {
    const ended = /^\[gw\d{1,4}\](?: \[\s*\d{1,3}%\])? [A-Z]{5,9} (\S.*)$/.exec(line)?.[1];
    if (ended !== undefined) running.delete(ended.trim());
    const begun = begunTest(line);
    if (begun !== null) {
      // Without parallel workers, tests run one after the other: all earlier ones have finished.
      if (!isParallel) running.clear();
      running.add(begun);
    }
    file = begunFile(line) ?? file;
  }
  if (running.size > 0) return [...running].slice(-MOST_RUNNING);
  return file === null ? [] : [file];
}

/** Failures that pytest would have told of at its end: of each `F` of a file's line, one of that file. */
export function failedBefore(session: readonly string[]): Failure[] {
  const ids = session.flatMap(line => {
    const [, file, marks = ''] = /^([^\s:]{1,500}\.(?:py|md|rst|txt)) ([.FEsxXpPu,-]{1,5000})(?:\s|$)/.exec(line) ?? [];
    if (file !== undefined) return Array<string>(marks.match(/[FE]/g)?.length ?? 0).fill(file);
    const verbose = /^([^\s:]+\.(?:py|md|rst|txt)::.+?) (?:FAILED|ERROR)(?:\s+\[\s*\d{1,3}%\])?$/.exec(line)?.[1];
    const parallel = /^\[gw\d{1,4}\](?: \[\s*\d{1,3}%\])? (?:FAILED|ERROR) (\S.{0,1500})$/.exec(line)?.[1];
    return verbose ?? parallel ?? [];
  });
  const message = 'It failed, but the log ends before it says how.';
  return ids.map(id => ({
    testId: repositoryPath(id.trim()).file,
    phase: 'call',
    errorType: null,
    message,
    file: null,
    line: null,
    frames: [],
  }));
}

/** `tests/a.py::TestB::test_c[x y] ` with what it printed behind it, and `test_c (tests.a.B.test_c) ... ` of unittest. */
function begunTest(line: string): string | null {
  const pytest = /^([^\s:]{1,500}\.(?:py|md|rst|txt)::[^\s[]{1,500}(?:\[.{0,500}\])?)(?:\s|$)/.exec(line)?.[1];
  if (pytest !== undefined) return repositoryPath(pytest).file;
  const unittest = /^(\w{1,300}) \(([\w.]{1,600})\)(?: \.\.\.|$)/.exec(line);
  return unittest?.[1] && unittest[2] ? unittestId(unittest[1], unittest[2]) : null;
}

/** `tests/a.py ..F.`, with pytest's percentage where the next file had not begun. */
function begunFile(line: string): string | null {
  const file = /^([^\s:]{1,500}\.(?:py|md|rst|txt))(?: [.FEsxXpPu,-]*(?:\s*\[\s*\d{1,3}%\])?)?$/.exec(line)?.[1];
  return file === undefined ? null : repositoryPath(file).file;
}
