// The words of this stage: stop details and caveats, as sentences for people.
import type { Failure } from '../../incident/evidence.ts';
import type { Recipe } from '../../incident/reproduction.ts';
import type { Finished, Prepared } from '../../ports.ts';
import type { SuiteRun } from '../../suite/suite-run.ts';
import { lastLinesInBytes } from '../../text/truncation.ts';
import { rateBounds, rateText } from './rate.ts';

/** Bytes of output quoted in a detail. */
const longestOutput = 2048;

export function commitUnavailable(sha: string): string {
  return `Commit ${sha.slice(0, 12)} can no longer be fetched.`;
}

/** What differs from CI may explain a different result. */
export function withDifferences(detail: string, differences: readonly string[]): string {
  return differences.length === 0 ? detail : `${detail}\n\nDifferences from CI: ${differences.join(' ')}`;
}

export function setupFailed({ command, finished }: Extract<Prepared, { kind: 'failed' }>): string {
  const { end, exitCode } = finished;
  const how = end === 'exited' ? `exited with code ${exitCode}` : end === 'timed-out' ? 'timed out' : `failed (${end})`;
  return `The setup command \`${command}\` ${how}:\n${lastLinesInBytes(finished.output, longestOutput)}`;
}

export function suiteTimedOut({ command, finished, outcomes }: SuiteRun): string {
  const last = [...outcomes.keys()].at(-1);
  const progress = last === undefined ? '' : ` ${outcomes.size} tests had finished; the last was ${last}.`;
  return `\`${command}\` timed out after ${Math.round(finished.seconds)} s.${progress}\n${lastLinesInBytes(finished.output, longestOutput)}`;
}

/** The hook limits each test, so this is a hang that it cannot reach. */
export function timedOutAtFirst({ test }: Pick<Recipe, 'test'>, { seconds, output }: Finished): string {
  return `\`${test.text.trim()}\` timed out after ${Math.round(seconds)} s.\n${lastLinesInBytes(output, longestOutput)}`;
}

export function nothingCollected({ command, finished }: SuiteRun): string {
  return `\`${command}\` collected no tests:\n${lastLinesInBytes(finished.output, longestOutput)}`;
}

export function flaky(subject: string, red: number, runs: number): string {
  return `${subject} ${rateText(red, runs)} on the same commit.`;
}

export function orderDependent(testId: string, runsAlone: number): string {
  return `${testId} fails in the full suite but passes alone (${runsAlone} of ${runsAlone} times): it depends on test order or on state that another test leaves behind.`;
}

export function failsDifferently(testId: string, { red, runs, seen }: { red: number; runs: number; seen: string }) {
  return `${testId} failed as in CI in only ${red} of ${runs} runs. ${seen}`.trim();
}

/** What a run showed instead of CI's failures. */
export function seenInstead(inCi: readonly Failure[], run: SuiteRun): string {
  if (run.void !== null) return `The run in the sandbox is inconclusive: ${run.void}`;
  const failed = run.failures.length;
  if (failed === 0) return `All ${run.outcomes.size} tests passed in the sandbox.`;
  const others = run.failures.slice(0, 3).map(({ testId, errorType }) => `${testId} (${errorType ?? 'no error type'})`);
  const more = failed > 3 ? ` and ${failed - 3} more` : '';
  return `In CI, ${names(inCi)} failed; in the sandbox, ${others.join(', ')}${more} failed instead.`;
}

/** It occurred in the first run, which has network, and in none of the later ones, which do not. */
export function needsNetwork(inCi: readonly Failure[]): string {
  return `${names(inCi)} failed as in CI while the network was available, at the end of setup, but not without it. The tests need the network, and Nightwatch runs untrusted code without.`;
}

/** How often a failure may occur here although no run showed it. */
export function rarity(runs: number): string {
  return `CI's failure did not occur in ${runs} runs, so its failure rate in the sandbox is ${rateBounds(0, runs)} (95% confidence).`;
}

export function names(failures: readonly Failure[]): string {
  const [first, ...more] = failures;
  if (first === undefined) return 'no test';
  const named = first.errorType === null ? first.testId : `${first.testId} (${first.errorType})`;
  return more.length === 0 ? named : `${named} and ${more.length} more`;
}

export function notRepaired(detail: string): string {
  return `Not repaired: ${detail}`;
}

export function notReproduced(testIds: readonly string[]): readonly string[] {
  return list('Failed in CI but not in the sandbox', testIds);
}

export function preExisting(testIds: readonly string[]): readonly string[] {
  return list('Already failed before this push, so not repaired', testIds);
}

export function rerunNextToFlaky(testIds: readonly string[], runs: number): readonly string[] {
  return list(`Rerun because a related test is flaky; each ${rateText(runs, runs)}`, testIds);
}

function list(words: string, testIds: readonly string[]): readonly string[] {
  return testIds.length === 0 ? [] : [`${words}: ${testIds.join(', ')}.`];
}
