// Why a command failed: by the language whose program it is, or here for programs that no language owns.
import type { CommandFailure, FailedCommand } from '../../languages/contract/failed-command.ts';
import { allLanguages } from '../../languages/languages.ts';

/** Null if unknown. */
export function failureOf(command: FailedCommand, lines: readonly string[]): CommandFailure | null {
  for (const { log } of allLanguages) {
    const failure = log.commandFailure(command, lines);
    if (failure) return failure;
  }
  const [name = '', first = '', second = ''] = withoutPrefix(command.words);
  const names = [name, `${name} ${first}`, `${name} ${first} ${second}`];
  if (names.some(one => CHECKS.has(one))) return { kind: 'check', line: null };
  const missing = ['apt', 'apt-get'].includes(name) ? lines.find(line => MISSING_PACKAGE.test(line)) : undefined;
  if (missing !== undefined) return { kind: 'dependencies', line: missing };
  return names.some(one => CHORES.has(one)) ? { kind: 'not-a-test', line: null } : null;
}

const MISSING_PACKAGE =
  /^E: (?:Unable to locate package|Package '.{1,200}' has no installation candidate|Version '.{1,200}' for)/;

function withoutPrefix(words: readonly string[]): readonly string[] {
  const first = words.findIndex(word => !/^(?:sudo|npx|time|env|-\S*|[A-Za-z_]\w*=.*)$/.test(word));
  return first === -1 ? [] : words.slice(first);
}

/** Read files and need no network. */
const CHECKS = new Set([
  ...[
    'eslint',
    'tsc',
    'vue-tsc',
    'prettier',
    'stylelint',
    'biome',
    'oxlint',
    'shellcheck',
    'shfmt',
    'hadolint',
    'actionlint',
  ],
  ...['markdownlint', 'markdownlint-cli2', 'clang-format', 'golangci-lint', 'git diff'],
]);

const CHORES = new Set([
  ...['apt', 'apt-get', 'apk', 'dnf', 'yum', 'brew', 'choco', 'snap', 'git', 'gh', 'curl', 'wget', 'tar', 'unzip'],
  ...[
    'docker build',
    'docker buildx',
    'docker pull',
    'docker push',
    'docker login',
    'docker image',
    'docker-compose build',
  ],
  ...['docker compose build', 'docker compose pull', 'docker compose config', 'docker-compose pull'],
  ...['npm ci', 'npm install', 'npm i', 'npm audit', 'npm publish', 'yarn install', 'pnpm install', 'pnpm i'],
  ...['terraform', 'ansible-lint', 'helm', 'kubectl', 'aws', 'gcloud', 'az'],
]);
