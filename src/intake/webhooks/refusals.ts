// Why a delivery is refused: what GitHub's page of deliveries shows, and a log that no one can fill.

interface Refusal {
  readonly status: number;
  /** One sentence for whoever set the webhook up. */
  readonly words: string;
}

export const refusals = {
  unsigned: { status: 401, words: 'The delivery has no signature. Give the webhook a secret.' },
  forged: {
    status: 401,
    words: 'The signature does not match. Compare WEBHOOK_SECRET with the secret of the webhook.',
  },
  unnamed: { status: 400, words: 'The headers X-GitHub-Event and X-GitHub-Delivery are missing.' },
  'not-json-type': { status: 415, words: 'Set the content type of the webhook to application/json.' },
  'not-json': { status: 400, words: 'The body is not a JSON object.' },
  'too-long': { status: 413, words: 'The body is longer than 25 MB, which is the most that GitHub sends.' },
  'too-many': { status: 503, words: 'Too many deliveries at once. Try again later.' },
  broken: { status: 400, words: 'The body ended early.' },
} as const satisfies Record<string, Refusal>;

export type Reason = keyof typeof refusals;

const minuteMs = 60_000;

interface Log {
  warn(fields: object, sentence: string): void;
}

/** At most one line a minute, with how often each reason came: anyone can send a million requests. */
export function refusalLog(log: Log): (reason: Reason) => void {
  const counts = new Map<Reason, number>();
  let pause: NodeJS.Timeout | undefined;
  const tell = () => {
    pause = undefined;
    if (counts.size === 0) return;
    log.warn({ refused: Object.fromEntries(counts) }, 'Refused requests at the address of the webhooks');
    counts.clear();
    pause = setTimeout(tell, minuteMs).unref();
  };
  return reason => {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    if (!pause) tell();
  };
}
