// Webhooks by way of smee.io, for a machine that GitHub cannot reach. https://smee.io
import { SmeeClient } from 'smee-client';

export interface Relay {
  stop(): Promise<void>;
}

interface Log {
  info(words: string): void;
  warn(words: string): void;
}

/** Answers the address of a new channel. Throws a sentence when there is no way to smee.io. */
export async function newChannel(newChannelUrl = 'https://smee.io/new'): Promise<string> {
  return await SmeeClient.createChannel({ newChannelUrl }).catch((cause: unknown) => {
    throw new Error(
      'smee.io did not answer, so GitHub would have no way to this server. Set PUBLIC_URL to an address that GitHub reaches, or try again.',
      { cause },
    );
  });
}

/** Hands each event of the channel on, headers and all; connects again by itself when the connection is lost. */
export function startRelay({ channel, target }: { channel: string; target: string }, log: Log): Relay {
  const client = new SmeeClient({ source: channel, target, logger: quietly(log, channel) });
  client.start().catch(() => log.warn(`Webhooks: ${channel} does not answer; trying again.`));
  return { stop: () => client.stop() };
}

/** The client tells each event in a line, and errors as objects that may hold requests. */
function quietly(log: Log, channel: string) {
  return {
    info: (words: unknown) => {
      if (String(words).startsWith('Connected')) log.info(`Webhooks: connected to ${channel}.`);
    },
    error: () => log.warn(`Webhooks: the connection to ${channel} failed.`),
  };
}
