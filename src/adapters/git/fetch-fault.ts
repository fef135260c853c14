// What a failed fetch means, read from git's messages (LC_ALL=C): git has one exit code for every failure.
import { NoAccess, Transient } from '../../ports.ts';
import { asDiskFault } from './disk-fault.ts';

/** `gone`: the server has no such commit or repository. `refused`: access denied. `busy`: worth a retry. `locked`: another git is running here. */
export type FetchFault = 'gone' | 'refused' | 'busy' | 'locked' | 'broken';

/** The first match decides; a missing commit is often followed by a hang-up. */
const signs: readonly [FetchFault, RegExp][] = [
  [
    'gone',
    /not our ref|couldn't find remote ref|no such remote ref|Server does not allow request for unadvertised object/i,
  ],
  ['gone', /repository '[^']*' not found|Repository not found|requested URL returned error: (404|410)/i],
  ['locked', /Unable to create '[^']*\.lock'|cannot lock ref|shallow file has changed since we read it/i],
  // An invalid certificate stays invalid until someone fixes it.
  ['broken', /certificate problem|certificate verification failed/i],
  ['refused', /requested URL returned error: (403|451)/i],
  // A fresh token takes a moment to reach all of GitHub.
  ['busy', /requested URL returned error: 401|Authentication failed|could not read Username/i],
  [
    'busy',
    /requested URL returned error: (5\d\d|429|408)|RPC failed|early EOF|unexpected disconnect|hung up unexpectedly/i,
  ],
  ['busy', /Could(n't| not) (resolve|connect)|Failed to connect|Connection (refused|reset|timed out)|Empty reply/i],
  [
    'busy',
    /Abort signal received|timed out|timeout|too slow|recv failure|send failure|SSL_connect|gnutls_handshake|GnuTLS recv|TLS connect/i,
  ],
];

export function fetchFault(words: string): FetchFault {
  return signs.find(([, sign]) => sign.test(words))?.[0] ?? 'broken';
}

/** The error to throw for a failed fetch of a repository with this name. */
export function asFetchError(error: unknown, repositoryKey: string): unknown {
  const fault = fetchFault(String(error));
  if (fault === 'broken') return asDiskFault(error);
  if (fault === 'refused') return new NoAccess(`No access to the source of ${repositoryKey}.`, { cause: error });
  return new Transient(`Could not fetch the source of ${repositoryKey}.`, { cause: error });
}
