// What a name says about its value: `DB_PASSWORD`, `clientSecret`, `--auth-token`, `X-Api-Key`.

/** `secret`: whatever it holds is one. `maybe`: only what looks like one is. */
export type Promise = 'secret' | 'maybe' | null;

/** At least three characters, in lower case: every name that promises something holds one of them. */
export const nameWords: readonly string[] = [
  ...['passw', 'passphrase', 'passcode', 'pwd', 'pass', 'secret', 'token', 'key', 'cred', 'auth', 'cookie', 'session'],
  ...[
    'signature',
    'otp',
    'mnemonic',
    'salt',
    'jwt',
    'bearer',
    'dsn',
    'webhook',
    'connection',
    'hmac',
    'license',
    '_pat',
    'bindpw',
  ],
];

export function promiseOf(name: string): Promise {
  const parts = partsOf(name);
  while (parts.length > 1 && neutral.test(parts.at(-1) ?? '')) parts.pop();
  const last = parts.at(-1) ?? '';
  if (strong.test(last)) return 'secret';
  if (/^keys?$/.test(last) && /^(?:public|pub|websocket|ws)$/.test(parts.at(-2) ?? '')) return null;
  if (/^keys?$/.test(last)) return keyOwners.test(parts.at(-2) ?? '') ? 'secret' : 'maybe';
  const lastTwo = parts.slice(-2).join('');
  return weak.test(last) || weak.test(lastTwo) ? 'maybe' : null;
}

/** `clientSecret`, `client_secret` and `CLIENT-SECRET` as `client`, `secret`. */
function partsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(part => part !== '');
}

const strong =
  /^(?:[a-z0-9]{0,24}(?:password|passwd|passphrase|passcode|pwd|secret|token)|[a-z]{0,16}(?:api|access|secret|private|auth|signing|encryption)key|(?:db|user|my|pg|root|admin|smtp|mail|ftp|ssh|redis|sql)?pass|pw|bindpw|creds?|credentials?|secrets|passwords|tokens|pat)$/;
const keyOwners =
  /^(?:api|access|secret|private|encrypt|encryption|sign|signing|auth|master|account|license|licence|deploy|ssh|service|shared|hmac|jwt|storage|subscription|security|session|crypto|cipher|aes|app|application|integration|ingest|admin|write|webhook|stripe|openai|sendgrid|mailgun|algolia|maps|google|azure|aws|twilio|datadog|dd|sentry|vault|consumer|client|user|server|rest|functions?|host|hub|event|sas|cosmos|search|tls|ssl|host)$/;
const weak =
  /^(?:auth|authorization|authtoken|cookie|cookies|session|sessionid|sid|signature|sig|otp|seed|totp|mnemonic|salt|jwt|bearer|dsn|hmac|webhook|webhookurl|connectionstring|license|cred)$/;
/** What may follow without changing what the value is. */
const neutral =
  /^(?:value|val|data|raw|text|string|str|b64|base64|hex|encoded|plain|plaintext|cleartext|prod|production|dev|development|staging|stage|test|testing|ci|live|sandbox|main|primary|secondary|old|new|current|default|\d{1,3}|env|rw|ro|readonly|readwrite|hash|base)$/;
