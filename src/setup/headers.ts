// The headers of all set-up pages: nothing on a page is executed, loaded, framed or kept.
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { styleSource } from './pages/style.ts';

/** `formAction`: where its forms may lead. */
export function headersFor(formAction: string[]): MiddlewareHandler {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [styleSource],
      baseUri: ["'none'"],
      formAction,
      frameAncestors: ["'none'"],
    },
    // Without a referrer a browser sends no origin either, by which our own forms are told.
    referrerPolicy: 'strict-origin-when-cross-origin',
    strictTransportSecurity: false,
  });
  return async (c, next) => {
    c.header('cache-control', 'no-store');
    await secure(c, next);
  };
}
