// What a scenario ended with, as plain facts without ids and times, so that two rounds can be compared.
import type { Known } from '../../incident/incident.ts';
import type { IncidentSummary, IncidentView } from '../../incident/journal.ts';
import { checkName } from '../../incident/names.ts';
import { git } from '../../standins/github/git/git.ts';
import type { LocalGitHub } from '../../standins/github/server.ts';
import type { Store } from '../../store.ts';
import { allIncidents } from '../all-incidents.ts';

/** By kind: one fact, or one for each of several things. */
export type Outcome = Readonly<Record<string, readonly string[]>>;

export interface Difference {
  readonly kind: 'lost' | 'duplicated' | 'changed';
  readonly sentence: string;
}

export async function outcomeOf(
  repository: string,
  { github, store }: { github: LocalGitHub; store: Store },
): Promise<Outcome> {
  const incidents = await allIncidents(store);
  const ours = incidents.filter(({ entry }) => repository === `${entry.incident.run.owner}/${entry.incident.run.repo}`);
  const checks = github.checkRuns(repository).filter(check => check.name === checkName);
  const pulls = await github.pulls(repository);
  const branches = await git(github.gitDirectory(repository), ['for-each-ref', '--format=%(refname)', 'refs/heads/']);
  return {
    ...merged(ours.map(factsOf)),
    'check run': checks.map(({ status, conclusion, annotations }) => `${status} ${conclusion} ${annotations.length}`),
    'pull request': pulls.map(pull => `${pull.state} ${pull.labels.map(label => label.name).join(' ')}`),
    branch: branches.toString().trim().split('\n').map(withoutIds),
    issue: github.issues(repository).map(issue => `${issue.state} ${issue.labels.length}`),
  };
}

/** What is missing from an outcome, duplicated or changed, compared with the expected one. */
export function differences(expected: Outcome, found: Outcome): Difference[] {
  return Object.keys({ ...expected, ...found }).flatMap(what => {
    const [wanted, got] = [expected[what] ?? [], found[what] ?? []];
    if (JSON.stringify(wanted) === JSON.stringify(got)) return [];
    const kind = got.length < wanted.length ? 'lost' : got.length > wanted.length ? 'duplicated' : 'changed';
    return [{ kind, sentence: `${what}: ${list(got)} instead of ${list(wanted)}` } as const];
  });
}

export function isFinished({ entry }: IncidentSummary): boolean {
  return entry.state === 'published' || entry.state === 'stopped';
}

function factsOf({ entry, steps, proposalRun }: IncidentView): Outcome {
  const { attempts, ledger, stop, proposal, patch }: Known = entry.incident;
  return {
    result: [stop?.code ?? entry.state],
    attempt: attempts.map(
      ({ number, verdict }) => `${number} ${verdict.kind === 'refused' ? verdict.gate : verdict.kind}`,
    ),
    // How often a round had to wait depends on timing; it is counted separately.
    journal: steps.filter(({ result }) => result !== 'transient').map(({ stage, result }) => `${stage} ${result}`),
    'question on the ledger': Array<string>(ledger.questions).fill('asked'),
    'published tree': proposal ? [proposal.tree === patch?.proof.treeAfter ? 'the tested one' : 'another'] : [],
    'CI on the proposal': proposalRun ? [proposalRun.conclusion ?? ''] : [],
  };
}

/** Two incidents where one is expected show up as every fact twice. */
function merged(facts: readonly Outcome[]): Outcome {
  const names = new Set(facts.flatMap(Object.keys));
  return Object.fromEntries([...names].map(name => [name, facts.flatMap(each => each[name] ?? [])]));
}

function withoutIds(ref: string): string {
  return ref.replace('refs/heads/', '').replace(/\d+-\d+$/, '…');
}

function list(facts: readonly string[]): string {
  return facts.length === 0 ? 'none' : facts.join(', ');
}
