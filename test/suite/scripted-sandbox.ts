// A sandbox without an engine, for tables of decisions: each run of the tests reports what a script says, sealed as the hook seals it.
import { createHmac } from 'node:crypto';
import { sessionKeys } from '../../src/incident/command.ts';
import type { Failure } from '../../src/incident/evidence.ts';
import type { Command, Finished, Sandbox, Tree, Workspace } from '../../src/ports.ts';
import type { Spectrum } from '../../src/suite/spectrum.ts';
import type { SuiteRun } from '../../src/suite/suite-run.ts';

export interface Reported extends Pick<SuiteRun, 'outcomes' | 'failures'> {
  /** Written where the run was to measure coverage. */
  readonly spectrum?: Spectrum;
}

type Hook = NonNullable<Command['hook']>;

export interface ScriptedSandbox {
  readonly sandbox: Sandbox;
  /** The tree of each workspace, in the order of opening. */
  readonly opened: Tree[];
  /** The script of each run of the tests, in order. */
  readonly runs: string[];
}

/**
 * `reportOf` gets the number of the run, counted from 1, what the hook was asked for, and the tree. What is no run of the tests exits with 0;
 * a run that lists them, which has no number, says what `listed` does: of the last whole run. Null: it fails.
 */
export function scriptedSandbox(
  reportOf: (run: number, hook: Hook, tree: Tree) => Reported,
  listed: (ran: readonly string[]) => readonly string[] | null = ran => ran,
): ScriptedSandbox {
  let ran: readonly string[] = [];
  const made: ScriptedSandbox = {
    opened: [],
    runs: [],
    sandbox: {
      prepare: () => Promise.reject(new Error('Nothing should be prepared.')),
      async open(tree) {
        made.opened.push(tree);
        return workspaceOf(
          (hook, text) => {
            made.runs.push(text);
            const reported = reportOf(made.runs.length, hook, tree);
            if (hook.tests === null) ran = [...reported.outcomes.keys()];
            return reported;
          },
          () => listed(ran),
        );
      },
    },
  };
  return made;
}

function workspaceOf(
  runTests: (hook: Hook, text: string) => Reported,
  listTests: () => readonly string[] | null,
): Workspace {
  const files = new Map<string, string>();
  const listing = (hook: Hook, ids: readonly string[] | null): Finished => {
    files.set(hook.report, sealedLines([{ kind: 'collected', session: 's', ids: ids ?? [] }], 0));
    files.set(sessionKeys, `${key}\n`);
    return { end: 'exited', exitCode: ids ? 0 : 1, output: '', seconds: 1 };
  };
  return {
    async run(command) {
      const { hook, text } = command;
      if (hook?.listsOnly) return listing(hook, listTests());
      const reported = hook ? runTests(hook, text) : null;
      if (hook && reported) files.set(hook.report, sealed(reported)).set(sessionKeys, `${key}\n`);
      if (hook?.coverage && reported?.spectrum) files.set(hook.coverage, coverageLine(reported.spectrum));
      return { end: 'exited', exitCode: reported && isRed(reported) ? 1 : 0, output: '', seconds: 1 };
    },
    write: async (path, text) => void files.set(path, text),
    read: async path => files.get(path) ?? null,
    mask: async text => text,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

const key = 'key';

function sealed(reported: Reported): string {
  const collected = { kind: 'collected', session: 's', ids: [...reported.outcomes.keys()] };
  const results = [...reported.outcomes].map(([id, outcome]) => resultOf(id, outcome, reported.failures));
  return sealedLines([collected, ...results], isRed(reported) ? 1 : 0);
}

function sealedLines(said: readonly object[], status: number): string {
  const session = 's';
  const lines = [{ kind: 'begin', session }, ...said].map(line => JSON.stringify(line));
  const seal = createHmac('sha256', key).update(lines.join('')).digest('hex');
  const end = { kind: 'end', session, status, slowest: 0.1, seal };
  return [...lines, JSON.stringify(end), ''].join('\n');
}

function resultOf(id: string, outcome: string, failures: readonly Failure[]) {
  const { testId: _, phase = 'call', ...failure } = failures.find(({ testId }) => testId === id) ?? {};
  return { kind: 'result', session: 's', id, outcome, phase, failure: 'message' in failure ? failure : null };
}

function coverageLine({ failed, passed, files, loaded }: Spectrum): string {
  const lines = (ran: ReadonlyMap<number, { failed: number; passed: number }>) =>
    Object.fromEntries([...ran].map(([line, counts]) => [line, [counts.failed, counts.passed]]));
  return JSON.stringify({
    failed,
    passed,
    files: Object.fromEntries([...files].map(([path, ran]) => [path, lines(ran)])),
    loaded: loaded && Object.fromEntries([...loaded].map(([path, firstLines]) => [path, [...firstLines]])),
  });
}

function isRed({ outcomes }: Reported): boolean {
  return [...outcomes.values()].some(outcome => outcome === 'failed' || outcome === 'error');
}
