// The incident that a project's failing test opens, as it is when a regression test or a repair is asked for.
import type { Guarded, Reproduced } from '../../incident/incident.ts';
import { emptyLedger } from '../../incident/ledger.ts';
import { incidentId } from '../../incident/names.ts';
import type { Environment } from '../../incident/reproduction.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import { evidenceOf, recipe, runOf } from '../sample-incident.ts';
import type { Project } from './case.ts';

export const greenSha = 'b'.repeat(40);

/** What the project runs in; without an engine it is only a name. */
export interface Setting {
  readonly tree: string;
  readonly environment: Environment;
  readonly knownGreen: boolean;
}

export function reproducedOf(
  { failure, passing, suspect }: Project,
  { tree, environment, knownGreen }: Setting,
): Reproduced {
  const output = `E   ${failure.errorType}: ${failure.message}\n`;
  return {
    id: incidentId(run),
    run,
    limits: { attempts: 3, dollars: 1 },
    ledger: emptyLedger,
    attempts: [],
    settings: { enabled: true },
    evidence: evidenceOf(failure, { digest: output, signature: 'hostile', lastGreen: knownGreen ? greenSha : null }),
    diagnosis: {
      class: 'code',
      errorType: failure.errorType ?? 'AssertionError',
      file: failure.file ?? fileOfTest(failure.testId),
      line: failure.line ?? 1,
      cause: 'The result is wrong.',
      confidence: 0.9,
      checks: [],
    },
    reproduction: {
      recipe,
      environment,
      tree,
      targets: [failure],
      baseline: { passing: [...passing], failing: [failure.testId], flaky: [], skipped: [], runs: 2, seconds: 1 },
      executed: [{ ...suspect, score: 1 }],
      reached: [],
      output,
    },
  };
}

export function guardedOf(project: Project, setting: Setting): Guarded {
  const { path, test, source } = project.guard;
  const testId = `${path}::${test}`;
  const red = { source, testId, command: `python -m pytest ${path}`, failure: project.failure, redRuns: 3, output: '' };
  return { ...reproducedOf(project, setting), guard: { ...red, path, spare: null, replaced: null } };
}

export const noEnvironment: Environment = { image: 'none', digest: 'sha256:0', workDirectory: '/work' };

export const run = runOf('hostile');
