// What stands where a secret would be: variables, masks, examples, defaults that everyone knows.

export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return (
    // `***`, `xxxx`, `<your token>`, `<SECRET:1>`, `[REDACTED]`.
    /\*{3}|x{4}|X{4}|\.{3}|\u2026|<SECRET:\d+>|^[<[{(].*[>\]})]$|^\*\*$|^[<(]/.test(text) ||
    // A pattern; $TOKEN, ${TOKEN}, ${{ secrets.TOKEN }}, %TOKEN%, {{ token }}, {token}, %s, @token@.
    /\\[SwWdDs][*+?)]|\(\?[:!=]|^\$[A-Za-z_{(]|\$\{|\{\{|^\{[^}]*\}$|^%\w+%$|^%\(?\w|^@\w+@$|^\$\d?$/.test(text) ||
    /^(?:process\.env|os\.environ|env|secrets|vars|import\.meta)\b/.test(text) ||
    /(?:^|[^a-z])(?:example|sample|dummy|placeholder|change[-_]?me|change[-_]?it|redacted|masked|hidden|removed|your|insert|replace|todo|fake|mock|foo|bar|baz|lorem|undefined|deprecated)(?:[^a-z]|$)/i.test(
      text,
    ) ||
    commonDefaults.has(text.toLowerCase()) ||
    explained.test(text) ||
    isRegular(text) ||
    isPairOfDefaults(text)
  );
}

/** What images, frameworks and tutorials use; whoever tries passwords tries these first, so they keep nothing. */
const commonDefaults: ReadonlySet<string> = new Set(
  [
    'postgres postgresql mysql mariadb root admin administrator password passwd passw0rd p@ssw0rd password1 password123 password1234',
    'pass pass123 secret secret123 test test123 test1234 testing tests testpass testpass123 testpassword guest user user123 username demo',
    'default none null nil true false yes no empty string str any unknown undefined 123456 1234567 12345678 123456789 1234567890 abc123 abcdef',
    'tiger p4ssw0rd pa55word pa55w0rd letmein welcome qwerty toor changeme redis rabbitmq mongo mongodb minio minioadmin elastic sa oracle rails app',
    'token mytoken test-token test_token testtoken secretkey secret-key secret_key apikey api-key api_key s3cr3t supersecret super-secret',
    'required optional read write none readonly always never auto inherit github-token ghtoken',
  ].flatMap(line => line.split(' ')),
);

/** `mySecret`, `test_password_2`, `FooBar123`, `ssh-ed25519`, `0x20`: what it is, or that it is nothing. */
const explained =
  /^(?:(?:my|your|the|some|an?|test|new|old|wrong|bad|invalid|valid|db|user|app|super|fake|access|refresh|auth|api)[_-]?){0,3}(?:secret|password|passwd|pass|pwd|pw|token|key)s?(?:[_-]?(?:here|value))?[_-]?\d{0,4}$|^(?:foo|bar|baz|qux)+\d{0,4}$|^qwerty\d{0,4}$|^(?:ssh|ecdsa)-[a-z\d-]{3,24}$|^0x[0-9a-f]{1,8}$/i;

/** `user:pass` in base64, as headers of examples have it. */
function isPairOfDefaults(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,80}={0,2}$/.test(text)) return false;
  const password = /^[\w.@-]{0,40}:([\w.@-]{0,40})$/.exec(Buffer.from(text, 'base64').toString('latin1'))?.[1];
  return password !== undefined && (password.length < 4 || commonDefaults.has(password.toLowerCase()));
}

/** Few characters repeated, or counted up. */
function isRegular(text: string): boolean {
  if (new Set(text.toLowerCase()).size <= 2) return true;
  const lower = text.toLowerCase();
  const steps = Array.from(lower).filter((_, at) => lower.charCodeAt(at + 1) - lower.charCodeAt(at) === 1).length;
  if (steps > lower.length * 0.6) return true;
  const rest = lower.replace(/abcdefgh[a-z]*|0?12345678\d*/g, '');
  return rest.length < lower.length * 0.3 || 'abcdefgh'.includes(lower) || '1234567890'.includes(lower);
}
