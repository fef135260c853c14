// Checks the signed statement by which an App says who it is.
import { verify } from 'node:crypto';
import { z } from 'zod';
import type { App } from '../state/accounts.ts';
import type { World } from '../state/world.ts';
import { Refusal } from './errors.ts';

/** GitHub accepts no statement that is good for longer (docs: "Generating a JSON Web Token for a GitHub App"). */
const longestLifeSeconds = 600;
/** How far the App's clock may run ahead of ours. */
const driftSeconds = 60;

const headerSchema = z.object({ alg: z.string() });
const claimsSchema = z.object({ iss: z.union([z.string(), z.number()]), iat: z.number(), exp: z.number() });

/** Throws GitHub's 401 with the reason where the statement is not to be believed. */
export function appOf(world: World, jwt: string): App {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const { alg } = decoded(header, headerSchema);
  const { iss, iat, exp } = decoded(claims, claimsSchema);
  if (alg !== 'RS256') throw undecodable();
  const app = world.apps.find(({ id, publicKey }) => publicKey && String(id) === String(iss));
  if (!app?.publicKey) throw new Refusal(404, 'Integration not found');
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw undecodable();
  const now = world.clock.now().getTime() / 1000;
  if (exp <= now) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + longestLifeSeconds)
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  if (iat > now + driftSeconds) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return app;
}

function decoded<T extends z.ZodType>(part: string, schema: T): z.infer<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    // GitHub gives the same answer for every kind of malformed token.
    throw undecodable();
  }
}

function undecodable(): Refusal {
  return new Refusal(401, 'A JSON web token could not be decoded');
}
