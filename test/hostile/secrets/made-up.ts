// Made-up secrets, put together at run time, so that no scanner stumbles over this repository.
import { createHash } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** As random as a token, the same every time. */
function made(length: number, alphabet: string, seed: string): string {
  let bytes = Buffer.alloc(0);
  for (let block = 0; bytes.length < length; block++)
    bytes = Buffer.concat([bytes, createHash('sha512').update(`${seed} ${block}`).digest()]);
  return Array.from(bytes.subarray(0, length), byte => alphabet[byte % alphabet.length]).join('');
}

export const alnum = (length: number, seed = 'a') => made(length, `${letters}0123456789`, seed);
export const lower = (length: number, seed = 'a') => made(length, 'abcdefghijklmnopqrstuvwxyz0123456789', seed);
export const upper = (length: number, seed = 'a') => made(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', seed);
export const hex = (length: number, seed = 'a') => made(length, '0123456789abcdef', seed);
export const digits = (length: number, seed = 'a') => made(length, '1234567890', seed);
export const url64 = (length: number, seed = 'a') => made(length, `${letters}0123456789-_`, seed);
export const plain64 = (length: number, seed = 'a') => made(length, `${letters}0123456789+/`, seed);
export const uuid = (seed = 'a') =>
  `${hex(8, seed)}-${hex(4, `${seed}1`)}-4${hex(3, `${seed}2`)}-a${hex(3, `${seed}3`)}-${hex(12, `${seed}4`)}`;
export const base64 = (text: string) => Buffer.from(text).toString('base64');
export const base64url = (text: string) => Buffer.from(text).toString('base64url');

export function pem(kind: string, rows = 12): string {
  const lines = Array.from({ length: rows }, (_, row) => plain64(64, `${kind} ${row}`));
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n');
}

export const jwt = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(`{"sub":"${digits(10)}","name":"Kim"}`)}.${url64(43)}`;
/** What a person chooses when told to use digits and signs. */
export const password = `Tr0ub4dor&${digits(2)}zebra`;
