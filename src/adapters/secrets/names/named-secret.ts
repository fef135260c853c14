// Decides whether what is assigned to a name is a secret.
import { isDigest } from '../values/bare-token.ts';
import { entropy } from '../values/entropy.ts';
import { isPlaceholder } from '../values/placeholder.ts';
import { classesOf, hasLetterAndDigit, wordShare } from '../values/random.ts';
import type { Assigned } from './assignment.ts';
import { promiseOf } from './name.ts';

export function isNamedSecret(name: string, assigned: Assigned): boolean {
  const promise = promiseOf(name.replace(/^-+/, ''));
  if (promise === null || isPlaceholder(assigned.value)) return false;
  if (promise === 'maybe') return isMachineMade(assigned.value);
  if (assigned.form === 'quoted') return isPassword(assigned.value, 8);
  if (assigned.form === 'loose') return isPassword(assigned.value, 8) && !isExpression(assigned.value);
  return isShouted(name) || assigned.isFlag ? isChosen(assigned.value) : isPassword(assigned.value, 6);
}

/** `DB_PASSWORD=…` on a line of its own, `--password …`: a setting, not prose. */
function isShouted(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

/** Anything but a name or a word that explains what to write there. */
function isChosen(value: string): boolean {
  if (value.length < 6 || isAddress(value) || (isIdentifier(value) && !/\d/.test(value))) return false;
  return /\d|[^\w.-]/.test(value) || (value.length >= 10 && !/^[A-Z_]+$/.test(value) && !/[_.-]/.test(value));
}

/** Longer than a word, and not made of words. */
function isPassword(value: string, atLeast: number): boolean {
  if (value.length < atLeast || /\s/.test(value)) return false;
  const isMixed = hasLetterAndDigit(value) || /[!@#$%^&*?+=~]/.test(value);
  return isMixed && wordShare(value) < 0.75 && entropy(value) >= 2.3 && !isExpression(value);
}

/** As a program makes it; no digest, no identifier. */
function isMachineMade(named: string): boolean {
  const value = named.replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '');
  if (value.length < 16 || /\s/.test(value) || isExpression(value)) return false;
  if (isDigest(value) || /^(?:sha\d+[-:=])?(?:[0-9a-f-]+|[0-9A-F-]+)$/.test(value)) return false;
  return hasLetterAndDigit(value) && classesOf(value) >= 3 && entropy(value) >= 3.5 && wordShare(value) < 0.5;
}

function isExpression(value: string): boolean {
  return isAddress(value) || isIdentifier(value) || /\\u[0-9a-f]{4}/i.test(value);
}

/** A path, an address, a call: `/run/secrets/token`, `https://…`, `get_token()`. */
function isAddress(value: string): boolean {
  return /^(?:\.{0,2}|~)\/[\w./-]*$|^(?:\.{0,2}|~)\/[a-z]{2,20}\/|^[A-Za-z]:\\|^[a-z][a-z+]{1,12}:\/\/|[([{]|\]$|\)$|=>|::/.test(
    value,
  );
}

/** `self.token`, `ed25519.PublicKey`, `gss_krb5_keydata`. */
function isIdentifier(value: string): boolean {
  const isDotted = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value);
  const isNumbered = /^\d{1,5}_[a-z_]{2,60}\d{0,3}$/.test(value);
  const isSnake = /^[a-z][a-z0-9]{0,11}(?:[_-][a-z0-9]{1,12}){2,}$/.test(value);
  return isNumbered || ((isDotted || isSnake) && wordShare(value) > 0.3);
}
