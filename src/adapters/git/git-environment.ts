// What git sees of our environment: proxy and CA settings, and nothing that would redirect it.

/** For company proxies that intercept TLS. Nothing else passes: our own keys are in the environment too. */
const passedOn =
  /^(PATH|HOME|TMPDIR|(https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|GIT_SSL_CA(INFO|PATH)|GIT_PROXY_SSL_CAINFO|GIT_HTTP_PROXY_AUTHMETHOD)$/i;

/**
 * Settings go into the environment rather than `-c`: they may hold a token, and every user of the machine can read arguments.
 * System and user configuration are switched off, and with them every credential helper.
 */
export function gitEnvironment(settings: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries = Object.entries({ ...always, ...settings });
  return {
    ...inherited(),
    LC_ALL: 'C',
    // Explicit, so that git checks neither the folder's owner nor its parents.
    GIT_DIR: '.',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'http:https',
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** These override a repository's own configuration. */
const always = {
  'core.attributesFile': '/dev/null',
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.quotePath': 'false',
  // git itself also rejects paths that would be `.git` on another file system.
  'core.protectHFS': 'true',
  'core.protectNTFS': 'true',
  'credential.helper': '',
};

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && passedOn.test(entry[0]),
    ),
  );
}
