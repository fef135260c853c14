// Common secrets that secretlint misses or reports too broadly. Each pattern captures exactly the secret, as its last group.
// Every repetition is bounded and every start anchored, so that no text can trigger catastrophic backtracking.
import type { Finding } from './replace.ts';

const PATTERNS: readonly RegExp[] = [
  // Passwords in URLs of any scheme. The library reports the whole URL, and only for https and ftp with simple characters.
  /:\/\/[^\s:@/<>"']{0,256}:([^\s@/<>"']{1,256})@/dg,
  // A token alone before the host: https://TOKEN@github.com/…
  /:\/\/([A-Za-z0-9_-]{32,256})@/dg,
  // Header values, as HTTP libraries print them. The scheme is required: "authorization: required" is prose.
  /\bauthorization["']{0,2}\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|token|apikey)\s{1,3}([^\s"',;]{6,4096})/dgi,
  /\b(?:x-api-key|x-goog-api-key|private-token|x-auth-token)["']{0,2}\s{0,3}[:=]\s{0,3}["']?([^\s"',;]{8,4096})/dgi,
  // Google API keys.
  /(?<![\w-])(AIza[\w-]{35})(?![\w-])/dg,
  // AWS: the id by its prefix, the secret by its name. The library's range for the secret starts and ends too early.
  /(?<![A-Z0-9])((?:A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16})(?![A-Z0-9])/dg,
  /secret_?(?:access_?)?key["']?\s{0,3}(?::|=>|=)\s{0,3}["']?([A-Za-z0-9/+=]{40})(?![A-Za-z0-9/+=])/dgi,
  /session_?token["']?\s{0,3}(?::|=>|=)\s{0,3}["']?([A-Za-z0-9/+=]{100,4096})/dgi,
  // Slack: tokens and incoming webhooks. The library's pattern overflows the stack on a long almost-token.
  /(?<![\w-])(xox[abposr]-[\w-]{10,512})/dgi,
  /(https?:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{8,512})/dgi,
  /(?<![\w-])(xapp-[\w-]{16,512})/dgi,
  // PyPI upload tokens.
  /(?<![\w-])(pypi-AgE[\w-]{50,1000})/dg,
  // JSON Web Tokens: three base64url parts, two of them JSON objects.
  /(?<![\w-])(eyJ[\w-]{8,4096}\.eyJ[\w-]{8,8192}\.[\w-]{16,4096})/dg,
  // An .npmrc line; the library reports everything to the end of the line.
  /_authToken=([^\s$<"']{8,4096})/dg,
];

export function ownFindings(text: string): Finding[] {
  return PATTERNS.flatMap(pattern => Array.from(text.matchAll(pattern), findingOf));
}

function findingOf(match: RegExpExecArray): Finding {
  const [start, end] = match.indices?.at(-1) ?? [match.index, match.index + match[0].length];
  return { start, end, value: match.at(-1) ?? '' };
}
