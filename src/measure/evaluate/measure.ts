// Reads from an ended incident and the questions that were asked what a case came to.
import type { Entry, Known } from '../../incident/incident.ts';
import type { IncidentView } from '../../incident/journal.ts';
import { stops } from '../../incident/stop.ts';
import type { AskedQuestion } from '../../standins/gemini/server.ts';
import { estimatedTokens } from '../../standins/gemini/tokens.ts';
import type { Gold } from './gold.ts';
import { missingFrom } from './honest-model.ts';
import type { Result, Times, Tokens } from './result.ts';
import { showsFile, standsIn } from './shown.ts';

export interface Played {
  /** Null when Nightwatch opened no incident. */
  readonly view: IncidentView | null;
  readonly questions: readonly AskedQuestion[];
  readonly ciMs: number;
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

/** A case that never came to the line. */
export function unplayedResult(about: {
  name: string;
  verdict: 'invalid' | 'broken';
  why: string;
  wholeMs: number;
}): Result {
  const { name, verdict, why, wholeMs } = about;
  const times = { ci: 0, line: 0, sandbox: 0, byStage: {}, whole: Math.round(wholeMs) };
  return { ...nothing, name, verdict, why, times };
}

export function resultOf(about: { name: string; gold: Gold; played: Played; wholeMs: number }): Result {
  const { name, gold, played, wholeMs } = about;
  const { view, questions } = played;
  const prompt = questions.find(question => question.name === 'repair')?.prompt;
  const shown = {
    fileShown: prompt === undefined ? null : gold.paths.every(path => showsFile(prompt, path)),
    functionShown: prompt === undefined ? null : functionsShown(prompt, gold),
    functions: [...new Set(gold.functions.map(({ path, name }) => `${path}: ${name}`))],
  };
  const common = { ...nothing, ...shown, name, tokens: tokensOf(questions), times: timesOf(played, wholeMs) };
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
    why: whyMissed(view.entry, prompt === undefined ? [] : missingFrom(prompt, gold)),
  };
}

/** A fix outside of any function has to be shown itself. */
function functionsShown(prompt: string, gold: Gold): boolean {
  if (gold.functions.length === 0) return missingFrom(prompt, gold).length === 0;
  return gold.functions.every(({ lines }) => standsIn(prompt, lines));
}

function tokensOf(questions: readonly AskedQuestion[]): Tokens {
  const byName = Map.groupBy(questions, question => question.name);
  return Object.fromEntries([...byName].map(([name, asked]) => [name, asked.map(one => estimatedTokens(one.prompt))]));
}

function timesOf({ view, ciMs }: Played, wholeMs: number): Times {
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

/** The stop in its own words, then every refused attempt, then what the prompt lacked. */
function whyMissed(entry: Entry, missing: readonly string[]): string {
  if (entry.state !== 'stopped') return '';
  const { stop, attempts } = entry.incident;
  const refusals = attempts.flatMap(({ number, verdict }) =>
    verdict.kind === 'refused' ? [`Attempt ${number}, ${verdict.gate}: ${verdict.reason}`] : [],
  );
  return [`${stops[stop.code].title}: ${stop.detail}`, ...refusals, ...missing].join('\n');
}
