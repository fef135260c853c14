// What git sees of our own environment: the way out (proxy, CA), and none of what would point it elsewhere.

/** Companies sign TLS anew on their proxy. Nothing else passes: our own keys are in the environment, too. */
const passedOn =
  /^(PATH|HOME|TMPDIR|(https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|GIT_SSL_CA(INFO|PATH)|GIT_PROXY_SSL_CAINFO|GIT_HTTP_PROXY_AUTHMETHOD)$/i;

/**
 * Settings are given by environment rather than by `-c`: they may hold a token, and arguments can be read by every user of
 * the machine. The machine's and the user's own configuration is switched off, and with it every credential helper.
 */
export function gitEnvironment(settings: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries = Object.entries({ ...always, ...settings });
  return {
    ...inherited(),
    LC_ALL: 'C',
    // Said rather than found, so that git asks neither who owns the folder nor what lies above it.
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

/** Also where a repository's own configuration says otherwise. */
const always = {
  'core.attributesFile': '/dev/null',
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.quotePath': 'false',
  // Paths that would be `.git` on another file system are refused by git itself as well.
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
