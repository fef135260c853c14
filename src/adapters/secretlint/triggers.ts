// Substrings of which, ignoring case, a text must contain at least one for any rule to match. Most logs contain next to
// none, and lines that no rule can match need not run through forty of them.

/** The library's rules that the triggers below cover. If the library adds a rule, every text is scanned in full. */
export const coveredRules: ReadonlySet<string> = new Set(
  [
    ...['1password', 'anthropic', 'basicauth', 'cloudflare', 'database-connection-string', 'databricks', 'docker'],
    ...['figma', 'gcp', 'github', 'gitlab', 'grafana', 'groq', 'hashicorp-vault', 'huggingface', 'linear', 'notion'],
    ...['npm', 'openai', 'privatekey', 'sendgrid', 'shopify', 'stripe', 'tailscale', 'vercel'],
  ].map(name => `@secretlint/secretlint-rule-${name}`),
);

export const keyTrigger = '-----begin';

/** At least three characters each, in lower case. */
export const triggers: readonly string[] = [
  keyTrigger,
  // User names, passwords and tokens in URLs and connection strings; Slack webhooks.
  '://',
  // Headers, and assignments by name.
  ...['authorization', 'x-api-key', 'x-goog-api-key', 'private-token', 'x-auth-token'],
  ...['secretkey', 'secret_key', 'secretaccess', 'secret_access', 'sessiontoken', 'session_token', '_authtoken='],
  // Google, AWS, Slack, PyPI, JSON web tokens: own-patterns.ts.
  ...['aiza', 'a3t', 'akia', 'agpa', 'aida', 'aroa', 'aipa', 'anpa', 'anva', 'asia', 'xox', 'xapp-', 'pypi-age', 'eyj'],
  // The library's rules, by token prefix.
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'glpat-', 'glc_', 'glsa_', 'npm_', 'sg.'],
  ...['shppa_', 'shpca_', 'shpat_', 'shpss_', 'sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
  // OpenAI tokens contain this in the middle.
  ...['t3blbkfj', 'sk-ant-api', 'gsk_', 'hf_', 'lin_api_', 'ntn_', 'ops_ey', 'hvs.', 'hvb.', 'hvr.'],
  ...['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_', 'dapi', 'dckr_pat_', 'figd_', 'cfk_', 'cfut_', 'cfat_', 'tskey-'],
  // Google service accounts.
  'private_key',
];
