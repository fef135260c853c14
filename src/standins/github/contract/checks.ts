// Counts what was checked against GitHub's description, and keeps what was not as described.

export interface Checks {
  /** Requests to the REST API, each of which is checked. */
  requests: number;
  /** The operations among them, as the description writes them. */
  operations: Set<string>;
  /** Webhook payloads, each of which is checked. */
  payloads: number;
  /** One sentence each. */
  violations: string[];
}

export function noChecks(): Checks {
  return { requests: 0, operations: new Set(), payloads: 0, violations: [] };
}

/** Keeps the problems of one request, answer or payload as one sentence, and gives it back; undefined when there are none. */
export function note({ violations }: Checks, what: string, problems: string[]): string | undefined {
  if (problems.length === 0) return undefined;
  const sentence = `${what} is not as GitHub describes it: ${problems.join('; ')}`;
  violations.push(sentence);
  return sentence;
}

/** Throws when anything was not as GitHub describes it. */
export function refuseViolations({ violations }: Checks): void {
  if (violations.length > 0) throw new Error(violations.join('\n'));
}
