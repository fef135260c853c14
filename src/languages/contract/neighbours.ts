// Neighbouring inputs: the calls of the failing tests with their literals shifted, and one test file that tells what each gives.
import type { Failure } from '../../incident/evidence.ts';

export interface Probe {
  /** The text of a test file each of whose tests makes one of the calls, and fails with what it gave. */
  readonly source: string;
  /** One for each test, in their order. */
  readonly inputs: readonly ProbedInput[];
}

export interface ProbedInput {
  /** The part of the test's id that follows the file. */
  readonly test: string;
  /** The code of the call, for people. */
  readonly call: string;
  /** Null for a call of the failing tests themselves. */
  readonly shifted: Shifted | null;
}

/** A call that differs in one literal from one of the failing tests' own. */
export interface Shifted {
  /** Of that one, the index among the inputs. */
  readonly from: number;
  /** Whether the new value is one of the same sort: a sign that changes, zero and what is empty are sorts of their own. */
  readonly isNear: boolean;
  /** Whether the literal of the failing test says something: 0, 1 and single characters are what boundaries are made of. */
  readonly isTelling: boolean;
  /** Whether the new value is larger or smaller, of a text or a collection: longer or shorter. */
  readonly side: 'larger' | 'smaller' | 'neither';
}

/** What a call gave; null where that could not be told, or was another thing each time. */
export type Observed = { readonly kind: 'value' | 'error'; readonly text: string } | null;

export interface NeighbourRules {
  /** The calls of the failing tests that are plain enough to be made by themselves, and their neighbours; null when there are none. */
  probe(tests: ProbedTests): Probe | null;
  /** What a test of the probe told by its failure. */
  observed(failure: Pick<Failure, 'errorType' | 'message'>): Observed;
}

export interface ProbedTests {
  readonly targets: readonly Failure[];
  /** Texts of the files that hold them, and of the regression test, all of whose tests count. */
  readonly texts: readonly string[];
  readonly guard: string;
  /** Of the failing tree. */
  readonly paths: ReadonlySet<string>;
}
