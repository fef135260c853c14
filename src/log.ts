// The log: readable in a terminal, JSON in production, and never with one of our secrets.
import { Transform, type Writable } from 'node:stream';
import { getTransformStream } from '@probot/pino';
import { type Logger, pino } from 'pino';

export interface OpenedLog {
  readonly log: Logger;
  /** Detaches from the output. */
  close(): void;
}

export interface LogOptions {
  readonly level: string;
  readonly isProduction: boolean;
  /** Our own; replaced wherever they come from: the server, for example, logs a token in a requested URL. */
  readonly secrets: readonly string[];
  /** Masks everyone else's in every text of a value: an error may quote a log, an address or a command. */
  readonly mask: Mask;
}

type Mask = <Value>(value: Value) => Promise<Value>;

export async function openLog(
  { level, isProduction, secrets, mask }: LogOptions,
  to: Writable = process.stdout,
): Promise<OpenedLog> {
  const lines = await getTransformStream({ logFormat: isProduction ? 'json' : 'pretty' });
  const masked = lines.pipe(withoutSecrets(secrets, mask));
  masked.pipe(to, { end: false });
  return { log: pino({ level, name: 'nightwatch', serializers }, lines), close: () => masked.unpipe(to) };
}

/** Probot adds the whole event to an error, and Octokit the request with its headers: of each only what names it is logged. */
const serializers = {
  err(error: Error) {
    const { type, message, stack, code, status } = pino.stdSerializers.err(error);
    return { type, message, stack, code, status };
  },
  event: ({ id, name }: { id: string; name: string }) => ({ id, name }),
};

/** Lines arrive complete: pino writes one at a time. */
function withoutSecrets(secrets: readonly string[], mask: Mask): Transform {
  const forms = secrets.flatMap(secret => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const known = [...new Set(forms)].filter(form => form.length > 0).sort((a, b) => b.length - a.length);
  return new Transform({
    transform(chunk, _, done) {
      const line = known.reduce((text, form) => text.replaceAll(form, '<SECRET>'), String(chunk));
      // A line that cannot be masked must not end the log, nor be shown.
      const masked = maskedLine(line, mask).catch(() => 'A line of the log could not be masked, and is left out.\n');
      void masked.then(text => done(null, text));
    },
  });
}

/** Of JSON, each text on its own: masked as a whole, a line might no longer be JSON. */
async function maskedLine(line: string, mask: Mask): Promise<string> {
  const fields = jsonOf(line);
  return fields === null ? await mask(line) : `${JSON.stringify(await mask(fields))}\n`;
}

function jsonOf(line: string): object | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null; // Text for people that only begins like JSON.
  }
}
