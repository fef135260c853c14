// Who may look: the pages quote private code, so without a token only this machine itself, asked for by its own name.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What of a request decides. */
export interface Visit {
  readonly remoteAddress: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
}

/** `admit` carries the cookie for a visitor who brought the token in the address: it should not stay there. */
export type Access = { kind: 'granted' } | { kind: 'refused' } | { kind: 'admit'; cookie: string };

/** With a token, whoever carries it; without one, direct requests from this machine. Pure. */
export function access(visit: Visit, token: string | undefined): Access {
  if (token === undefined) return { kind: isLocal(visit) ? 'granted' : 'refused' };
  const offered = visit.query.get('token');
  if (offered !== null)
    return isSame(offered, token) ? { kind: 'admit', cookie: cookieFor(visit, token) } : { kind: 'refused' };
  return { kind: carriesToken(visit.headers, token) ? 'granted' : 'refused' };
}

/**
 * A request from this machine that no proxy passed on. The Host header counts as well: a page of the open web may point
 * its own name at 127.0.0.1 (DNS rebinding), but the browser then sends that name.
 */
function isLocal({ remoteAddress, headers }: Visit): boolean {
  const isLoopback = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(remoteAddress ?? '');
  const isForwarded = Object.keys(headers).some(name => /^(forwarded|via|x-forwarded.*|.*-ip|cf-.*)$/.test(name));
  return isLoopback && !isForwarded && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(headers.host ?? '');
}

const cookieName = 'nightwatch';

function carriesToken(headers: IncomingHttpHeaders, token: string): boolean {
  const bearer = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return isSame(bearer, token);
  const cookies = (headers.cookie ?? '').split(/; */);
  return cookies.some(cookie => isSame(cookie, `${cookieName}=${cookieValue(token)}`));
}

/** Until the browser is closed; `Secure` where the visitor came over TLS, which a proxy in front ends. */
function cookieFor({ headers }: Visit, token: string): string {
  const secure = headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  return `${cookieName}=${cookieValue(token)}; Path=/incidents; HttpOnly; SameSite=Strict${secure}`;
}

/** Derived, so that a cookie that leaks does not give the token away. */
function cookieValue(token: string): string {
  return createHmac('sha256', token).update('nightwatch dashboard').digest('base64url');
}

/** In constant time; of equal length first, since that is all `timingSafeEqual` takes. */
function isSame(offered: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(offered), digest(expected));
}
