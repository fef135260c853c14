// The log: readable in a terminal, JSON in production, and never with one of our secrets.
import { Transform, type Writable } from 'node:stream';
import { getTransformStream } from '@probot/pino';
import { type Logger, pino } from 'pino';

export interface OpenedLog {
  readonly log: Logger;
  /** Detaches from the output. */
  close(): void;
}

/** `secrets` never reach `to`, wherever they come from: the server, for example, logs a token in a requested URL. */
export async function openLog(
  { level, isProduction, secrets }: { level: string; isProduction: boolean; secrets: readonly string[] },
  to: Writable = process.stdout,
): Promise<OpenedLog> {
  const lines = await getTransformStream({ logFormat: isProduction ? 'json' : 'pretty' });
  const masked = lines.pipe(withoutSecrets(secrets));
  masked.pipe(to, { end: false });
  return { log: pino({ level, name: 'nightwatch' }, lines), close: () => masked.unpipe(to) };
}

/** Lines arrive complete: pino writes one at a time. */
function withoutSecrets(secrets: readonly string[]): Transform {
  const forms = secrets.flatMap(secret => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const known = [...new Set(forms)].filter(form => form.length > 0).sort((a, b) => b.length - a.length);
  return new Transform({
    transform(chunk, _, done) {
      done(
        null,
        known.reduce((text, form) => text.replaceAll(form, '<SECRET>'), String(chunk)),
      );
    },
  });
}
