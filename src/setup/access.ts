// Who may set Nightwatch up: the first browser that brings the one-time token of the link in the log.
import { randomBytes } from 'node:crypto';
import { isSame } from '../server/is-same.ts';

export interface Access {
  /** For the link; good once. */
  readonly token: string;
  /** The cookie's value for the first one that brings the token, null for anyone else. */
  admit(token: string): string | null;
  isAdmitted(cookie: string | undefined): boolean;
  /** What every form carries, and GitHub brings back with its code. */
  state(): string;
  isState(offered: string | undefined): boolean;
  /** From now on another one. */
  renewState(): void;
}

export function newAccess(): Access {
  const token = secret();
  let session: string | null = null;
  let state = secret();
  return {
    token,
    admit(offered) {
      if (session !== null || !isSame(offered, token)) return null;
      session = secret();
      return session;
    },
    isAdmitted: cookie => session !== null && isSame(cookie ?? '', session),
    state: () => state,
    isState: offered => isSame(offered ?? '', state),
    renewState() {
      state = secret();
    },
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
