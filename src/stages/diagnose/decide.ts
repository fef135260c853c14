// Decides from the diagnosis whether to go on or to stop.

import type { Diagnosis } from '../../incident/diagnosis.ts';
import { type Evidence, endedTheRun } from '../../incident/evidence.ts';
import type { Stop, StopCode } from '../../incident/stop.ts';
import { languageOfJob } from '../../languages/languages.ts';
import { MIN_CONFIDENCE } from './confidence.ts';
import { lowConfidence } from './details.ts';

export type Decision = { kind: 'go on'; confidence: number } | ({ kind: 'stop' } & Stop);

/** A class that would stop the line but may hide a real bug only lowers the confidence: later stages find out by running it. */
const DOUBTED = 0.7;

export function decide(diagnosis: Diagnosis, evidence: Evidence): Decision {
  if (diagnosis.confidence < MIN_CONFIDENCE) return stopped('low-confidence', lowConfidence(diagnosis));
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

function stopped(code: StopCode, detail: string): Decision {
  return { kind: 'stop', code, detail };
}

function doubted(diagnosis: Diagnosis): Decision {
  const confidence = Math.round(diagnosis.confidence * DOUBTED * 100) / 100;
  return confidence < MIN_CONFIDENCE
    ? stopped('low-confidence', lowConfidence({ ...diagnosis, confidence }))
    : { kind: 'go on', confidence };
}

/**
 * If the log has failing tests, only network and machine errors count as infrastructure. A test that hangs or
 * crashes does not: it is rerun first.
 */
function isPlausiblyInfrastructure(evidence: Evidence): boolean {
  const { log } = languageOfJob(evidence);
  return evidence.failures.every(failure => !endedTheRun(failure) && log.blamesTheMachine(failure));
}

/**
 * A wrong expectation and a wrong result look alike, so an AssertionError goes on: if the test is wrong, the repair stage
 * stops with `cannot-fix`. Only an error in the test file before any assertion is certainly the test's fault.
 */
function isClearlyTheTest(evidence: Evidence): boolean {
  const { log } = languageOfJob(evidence);
  return evidence.failures.length > 0 && evidence.failures.every(log.blamesTheTest);
}
