// What follows from a judged diagnosis: go on, or stop and why.

import type { Diagnosis } from '../../incident/diagnosis.ts';
import type { Evidence, Failure } from '../../incident/evidence.ts';
import type { StopCode } from '../../incident/stop.ts';
import { isTestFile } from '../../languages/python/source/test-files.ts';
import { firstCharacters } from '../../text/truncation.ts';
import { ENOUGH } from './confidence.ts';

export type Verdict = { kind: 'go on'; confidence: number } | { kind: 'stop'; code: StopCode; detail: string };

/** A class that would end the line wrongly for a real bug is doubted instead: the later stages find out by running it. */
const DOUBTED = 0.7;

export function verdict(diagnosis: Diagnosis, evidence: Evidence): Verdict {
  if (diagnosis.confidence < ENOUGH) return stopped('low-confidence', doubts(diagnosis));
  switch (diagnosis.class) {
    case 'infrastructure':
      return isPlausiblyInfrastructure(evidence) ? stopped('infrastructure', diagnosis.cause) : doubted(diagnosis);
    case 'dependency':
    case 'configuration':
      return stopped('not-code', diagnosis.cause);
    case 'test':
      return isClearlyTheTest(evidence) ? stopped('not-code', diagnosis.cause) : doubted(diagnosis);
    default:
      return { kind: 'go on', confidence: diagnosis.confidence };
  }
}

function stopped(code: StopCode, detail: string): Verdict {
  return { kind: 'stop', code, detail };
}

function doubted(diagnosis: Diagnosis): Verdict {
  const confidence = Math.round(diagnosis.confidence * DOUBTED * 100) / 100;
  return confidence < ENOUGH
    ? stopped('low-confidence', doubts({ ...diagnosis, confidence }))
    : { kind: 'go on', confidence };
}

/** Says what could not be confirmed, and what the model thinks for what it is worth. */
function doubts({ checks, cause, confidence, class: kind }: Diagnosis): string {
  const failed = checks.filter(check => !check.holds).map(check => `“${check.claim}”`);
  const open =
    failed.length > 0 ? `Not confirmed: ${failed.join(', ')}.` : `The model itself is not sure and calls it ${kind}.`;
  return `Confidence ${confidence.toFixed(2)}. ${open} The model's idea: ${firstCharacters(cause, 1500)}`;
}

/**
 * With a failing test in the log, only an error of the network or the machine may be laid at their door. A test that hangs is
 * run again before anything is.
 */
function isPlausiblyInfrastructure({ failures }: Evidence): boolean {
  return failures.every(({ errorType, message }) => errorType !== 'Timeout' && MACHINE.test(`${errorType} ${message}`));
}

const MACHINE =
  /Connection|Connect(?:Timeout|Error)|Timeout|timed out|SSL|gaierror|URLError|ProxyError|MaxRetryError|name resolution|No space left|MemoryError|Too many open files|\b50[234]\b/i;

/**
 * A wrong expected value and a wrong result look alike, so an AssertionError goes on: if the test is wrong, the repair stage
 * ends in `cannot-fix`. Only what breaks inside the test's own file before it tests anything is the test's fault for sure.
 */
function isClearlyTheTest({ failures }: Evidence): boolean {
  return failures.length > 0 && failures.every(isOfTheTest);
}

function isOfTheTest({ errorType, message, file, phase }: Failure): boolean {
  if (phase === 'setup' && /^fixture '.{1,200}' not found/.test(message)) return true;
  return (
    ['NameError', 'SyntaxError', 'IndentationError', 'TabError'].includes(errorType ?? '') &&
    file !== null &&
    isTestFile(file)
  );
}
