// Who may see the dashboard: whoever has its token, from wherever. Its pages quote private code, and behind a reverse proxy every
// visitor seems to come from this machine.
import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isSame } from '../server/is-same.ts';

/** The parts of a request that access depends on. */
export interface Visit {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
}

/** `admit`: the token came in the query; redirect with this cookie, so that the token does not stay in the URL. */
export type Access = { kind: 'granted' } | { kind: 'refused' } | { kind: 'admit'; cookie: string };

/** Pure. */
export function access(visit: Visit, token: string): Access {
  const offered = visit.query.get('token');
  if (offered !== null)
    return isSame(offered, token) ? { kind: 'admit', cookie: cookieFor(visit, token) } : { kind: 'refused' };
  return { kind: carriesToken(visit.headers, token) ? 'granted' : 'refused' };
}

const cookieName = 'nightwatch';

function carriesToken(headers: IncomingHttpHeaders, token: string): boolean {
  const bearer = /^Bearer +(\S.*)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return isSame(bearer, token);
  const cookies = (headers.cookie ?? '').split(/; */);
  return cookies.some(cookie => isSame(cookie, `${cookieName}=${cookieValue(token)}`));
}

/** A session cookie; `Secure` when the request came over TLS, which a reverse proxy terminates. */
function cookieFor({ headers }: Visit, token: string): string {
  const secure = headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  return `${cookieName}=${cookieValue(token)}; Path=/incidents; HttpOnly; SameSite=Strict${secure}`;
}

/** Derived from the token, so that a leaked cookie does not reveal it. */
function cookieValue(token: string): string {
  return createHmac('sha256', token).update('nightwatch dashboard').digest('base64url');
}
