// One line of the answer: a statement of the receipt, and whether it still holds.

export interface Finding {
  readonly what: string;
  /** `noted`: cannot be checked here, or may differ. It neither helps nor hurts. */
  readonly state: 'holds' | 'fails' | 'noted';
  readonly detail: string;
}

/** `detail` is what was seen, either way. */
export function finding(what: string, isTrue: boolean, detail: string): Finding {
  return { what, state: isTrue ? 'holds' : 'fails', detail };
}

export function noted(what: string, detail: string): Finding {
  return { what, state: 'noted', detail };
}

const marks = { holds: 'holds', fails: 'FAILS', noted: 'noted' } as const;

export function findingText({ what, state, detail }: Finding): string {
  return `${marks[state]}  ${what.padEnd(28)}  ${detail}`;
}
