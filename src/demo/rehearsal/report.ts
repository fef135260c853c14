// What a rehearsal without a model prints: the job as it was rebuilt, the failure as it was reproduced, and the prompts. Pure.
import type { Known } from '../../incident/incident.ts';
import type { Recipe, Reproduction, Script } from '../../incident/reproduction.ts';
import { stops } from '../../incident/stop.ts';
import { heading } from '../heading.ts';
import { placeholderCause, placeholderTest } from './placeholder-answers.ts';
import type { Prompt } from './prompts.ts';

/** Lines of the log's excerpt, where nothing else shows the failure. */
const shownLog = 40;

export interface Rehearsed {
  readonly known: Known;
  /** How the job is rebuilt, or a sentence why not; null when its log was not read. */
  readonly rebuilt: Recipe | string | null;
  readonly prompts: readonly Prompt[];
  /** US dollars per million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
}

export function rehearsalText({ known, rebuilt, prompts, prices }: Rehearsed): string {
  return [
    heading('How the job is rebuilt'),
    ...jobLines(known, rebuilt),
    heading('The failure'),
    ...failureLines(known),
    heading('The prompts'),
    ...promptLines(prompts, { prices, isReproduced: known.reproduction !== undefined }),
  ].join('\n');
}

/** What a key would add. */
export function lastLine({ known, prompts }: Pick<Rehearsed, 'known' | 'prompts'>): string {
  if (known.reproduction)
    return 'With GEMINI_API_KEY set, the same command goes on: a diagnosis, a regression test, a repair, its proof, and the pull request.';
  if (isPlaceholders(known))
    return 'With GEMINI_API_KEY set, the same command asks the model for a diagnosis, which decides how this ends.';
  return prompts.length > 0
    ? 'With GEMINI_API_KEY set, the same command adds a diagnosis, but no repair: there is none without a reproduced failure.'
    : 'GEMINI_API_KEY would change nothing here: rules decide this without the model.';
}

function jobLines({ run, evidence }: Known, rebuilt: Rehearsed['rebuilt']): string[] {
  if (!evidence) return [`${run.workflowPath}: its log could not be read.`];
  const { job } = evidence;
  const step = job.step ? `step ${job.step.number} "${job.step.name}"` : 'no step is known to have failed';
  const title = `${run.workflowPath}, job "${job.name}", ${step}`;
  if (rebuilt === null || typeof rebuilt === 'string') return [title, '', rebuilt ?? 'It was not rebuilt.'];
  return [title, '', ...recipeLines(rebuilt)];
}

function recipeLines({ image, services, setup, test, notes }: Recipe): string[] {
  const scripts = [...setup, test];
  const shared = Object.entries(test.env).filter(([name, value]) => scripts.every(({ env }) => env[name] === value));
  const names = new Set(shared.map(([name]) => name));
  return [
    `Image: ${image}`,
    ...services.map(service => `Beside it: ${service.name} (${service.image})`),
    ...(shared.length > 0 ? [`In every step: ${assignments(shared)}`] : []),
    ...setup.flatMap((script, index) => scriptLines(`Setup ${index + 1}`, script, names)),
    ...scriptLines('The failing command', test, names),
    '',
    ...(notes.length > 0 ? ['Left out or different:', ...notes.map(note => `- ${note}`)] : ['Nothing was left out.']),
  ];
}

function scriptLines(title: string, { text, shell, directory, env }: Script, shared: ReadonlySet<string>): string[] {
  const where = directory === '.' ? [] : [`in ${directory}`];
  const own = Object.entries(env).filter(([name]) => !shared.has(name));
  const set = own.length > 0 ? [`with ${assignments(own)}`] : [];
  return ['', `${title} (${[shell, ...where, ...set].join(', ')})`, ...text.split('\n').map(line => `    ${line}`)];
}

function assignments(variables: readonly [string, string][]): string {
  return variables.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
}

function failureLines(known: Known): string[] {
  const { evidence, reproduction, stop } = known;
  const inCi = (evidence?.failures ?? []).map(
    ({ testId, errorType }) => `- ${testId} (${errorType ?? 'no error type'})`,
  );
  const failed = inCi.length > 0 ? ['Failed in CI:', ...inCi.slice(0, 20), ...more(inCi.length - 20), ''] : [];
  if (reproduction) return [...failed, ...reproducedLines(reproduction, inCi.length)];
  if (isPlaceholders(known)) return ['The log names no failing test, so only the model could tell more.'];
  if (!stop) return failed;
  const { title, words, advice } = stops[stop.code];
  const log = evidence
    ? [
        '',
        ...evidence.digest
          .split('\n')
          .slice(-shownLog)
          .map(line => `    ${line}`),
      ]
    : [];
  return [...failed, `Not reproduced. Nightwatch stopped: ${title}.`, words, stop.detail, advice, ...log];
}

function more(count: number): string[] {
  return count > 0 ? [`- and ${count} more`] : [];
}

function reproducedLines({ targets, baseline }: Reproduction, inCi: number): string[] {
  const { passing, failing, flaky, skipped, runs, seconds } = baseline;
  const counts = { passed: passing, failed: failing, flaky, skipped };
  const results = Object.entries(counts).flatMap(([word, ids]) => (ids.length > 0 ? [`${ids.length} ${word}`] : []));
  return [
    `Reproduced: ${targets.length} of ${inCi}, without network, with CI's error in every run.`,
    ...targets.slice(0, 20).map(({ testId, file, line }) => `- ${testId}${file && line ? ` at ${file}:${line}` : ''}`),
    ...more(targets.length - 20),
    '',
    `Runs: ${runs} of the full command, at most ${seconds.toFixed(1)} s each (${results.join(', ')}); 3 of the failing tests alone.`,
  ];
}

function promptLines(
  prompts: readonly Prompt[],
  { prices, isReproduced }: { prices: Rehearsed['prices']; isReproduced: boolean },
): string[] {
  const [first] = prompts;
  if (!first) return ['None: what the log shows is decided by rules, without the model.'];
  const rows = prompts.map(({ question, tokens, answerTokens, path }) =>
    [
      question.padEnd(10),
      `about ${tokens.toLocaleString('en')} tokens`.padEnd(22),
      dollars(tokens * prices.input),
      ` and at most ${dollars(answerTokens * prices.output)} for the answer  `,
      path,
    ].join(''),
  );
  const tokens = total(prompts.map(prompt => prompt.tokens));
  const atMost = total(prompts.map(prompt => prompt.answerTokens));
  const priced = `${dollars(tokens * prices.input)} and at most ${dollars(atMost * prices.output)} for the answers`;
  return [
    `None was sent. They are for ${first.model} at $${prices.input.toFixed(2)} and $${prices.output.toFixed(2)} per million tokens in and out; tokens are characters / 4.`,
    '',
    ...rows,
    `${'in all'.padEnd(10)}${`about ${tokens.toLocaleString('en')} tokens`.padEnd(22)}${priced}`,
    '',
    'Not known yet, and so not in them:',
    '- what changed since the last green run, since no earlier run is known here',
    ...(isReproduced ? unknownOnceReproduced : []),
  ];
}

const unknownOnceReproduced = [
  `- the diagnosis: the prompts of guard and repair say "${placeholderCause}" and point to where CI's trace ends`,
  `- the regression test: the prompt of repair says "${placeholderTest}"`,
  '- a question asked again, after an answer that could not be used, and a second and third attempt',
];

/** US dollars of so many millionths. */
function dollars(millionths: number): string {
  return `$${(millionths / 1e6).toFixed(4)}`;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** The stop is about the placeholder for the model's diagnosis, not about the failure. */
function isPlaceholders({ stop }: Known): boolean {
  return stop?.code === 'low-confidence';
}
