// Derives the result of a case from its finished incident and the questions the model was asked.
import type { Entry, Known } from '../../incident/incident.ts';
import type { IncidentView } from '../../incident/journal.ts';
import { stops } from '../../incident/stop.ts';
import type { AskedQuestion } from '../../standins/gemini/server.ts';
import { estimatedTokens } from '../../standins/gemini/tokens.ts';
import { missingFrom } from './oracle-model.ts';
import { containsLines, showsFile } from './prompt-contents.ts';
import type { ReferenceFix } from './reference-fix.ts';
import type { Result, Times, Tokens } from './result.ts';

export interface CaseRun {
  /** Null when Nightwatch opened no incident. */
  readonly view: IncidentView | null;
  readonly questions: readonly AskedQuestion[];
  readonly ciMs: number;
  /** The local GitHub's bare repository. */
  readonly gitDirectory: string;
}

const nothing = {
  end: null,
  reproduced: false,
  fileShown: null,
  functionShown: null,
  functions: [],
  tokens: {},
  attempts: 0,
  proposalRun: null,
} as const;

/** A case on which the line did not run. */
export function notRunResult(about: {
  name: string;
  verdict: 'invalid' | 'broken';
  why: string;
  wholeMs: number;
}): Result {
  const { name, verdict, why, wholeMs } = about;
  const times = { ci: 0, line: 0, sandbox: 0, byStage: {}, whole: Math.round(wholeMs) };
  return { ...nothing, name, verdict, why, times };
}

export function resultOf(about: { name: string; reference: ReferenceFix; caseRun: CaseRun; wholeMs: number }): Result {
  const { name, reference, caseRun, wholeMs } = about;
  const { view, questions } = caseRun;
  const prompt = questions.find(question => question.name === 'repair')?.prompt;
  const shown = {
    fileShown: prompt === undefined ? null : reference.paths.every(path => showsFile(prompt, path)),
    functionShown: prompt === undefined ? null : functionsShown(prompt, reference),
    functions: [...new Set(reference.functions.map(({ path, name }) => `${path}: ${name}`))],
  };
  const common = { ...nothing, ...shown, name, tokens: tokensOf(questions), times: timesOf(caseRun, wholeMs) };
  if (!view) return { ...common, verdict: 'missed', end: 'ignored', why: 'Nightwatch opened no incident for the run.' };
  const known: Known = view.entry.incident;
  const end = view.entry.state === 'stopped' ? view.entry.incident.stop.code : 'published';
  return {
    ...common,
    verdict: end === 'published' ? 'verified' : 'missed',
    end,
    reproduced: known.reproduction !== undefined,
    attempts: known.attempts.length,
    proposalRun: view.proposalRun?.conclusion ?? null,
    why: whyMissed(view.entry, prompt === undefined ? [] : missingFrom(prompt, reference)),
  };
}

/** For a fix outside of any function its search texts count instead. */
function functionsShown(prompt: string, reference: ReferenceFix): boolean {
  if (reference.functions.length === 0) return missingFrom(prompt, reference).length === 0;
  return reference.functions.every(({ lines }) => containsLines(prompt, lines));
}

function tokensOf(questions: readonly AskedQuestion[]): Tokens {
  const byName = Map.groupBy(questions, question => question.name);
  return Object.fromEntries([...byName].map(([name, asked]) => [name, asked.map(one => estimatedTokens(one.prompt))]));
}

function timesOf({ view, ciMs }: CaseRun, wholeMs: number): Times {
  const byStage: Record<string, number> = {};
  for (const { stage, seconds } of view?.steps ?? [])
    byStage[stage] = (byStage[stage] ?? 0) + Math.round(seconds * 1000);
  const ledger = view?.entry.incident.ledger;
  const stages = Object.values(byStage).reduce((sum, each) => sum + each, 0);
  return {
    ci: Math.round(ciMs),
    line: stages - Math.round((ledger?.modelSeconds ?? 0) * 1000),
    sandbox: Math.round((ledger?.sandboxSeconds ?? 0) * 1000),
    byStage,
    whole: Math.round(wholeMs),
  };
}

/** The stop, then every refused attempt, then what the prompt lacked. */
function whyMissed(entry: Entry, missing: readonly string[]): string {
  if (entry.state !== 'stopped') return '';
  const { stop, attempts } = entry.incident;
  const refusals = attempts.flatMap(({ number, verdict }) =>
    verdict.kind === 'refused' ? [`Attempt ${number}, ${verdict.gate}: ${verdict.reason}`] : [],
  );
  return [`${stops[stop.code].title}: ${stop.detail}`, ...refusals, ...missing].join('\n');
}
