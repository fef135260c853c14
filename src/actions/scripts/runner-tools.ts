// GitHub's runner has tools that a language's image lacks: installs those that the scripts call.
import type { Script } from '../../incident/reproduction.ts';
import { calls } from './called.ts';
import { ownStep } from './own-step.ts';

/** Debian's package of each program. */
const packages = {
  make: 'make',
  git: 'git',
  curl: 'curl',
  wget: 'wget',
  gcc: 'gcc',
  'g++': 'g++',
  cmake: 'cmake',
  jq: 'jq',
  zip: 'zip',
  unzip: 'unzip',
  rsync: 'rsync',
  shasum: 'perl',
  gpg: 'gnupg',
  lsb_release: 'lsb-release',
  nc: 'netcat-openbsd',
  sqlite3: 'sqlite3',
  psql: 'postgresql-client',
  mysql: 'default-mysql-client',
  mysqladmin: 'default-mysql-client',
  node: 'nodejs',
  npm: 'npm',
  npx: 'npm',
  'xvfb-run': 'xvfb',
} as const;
export type Tool = keyof typeof packages;

/** The steps to run before the job's own; none when nothing is missing. `needed` are tools that are called behind the scenes. */
export function runnerTools(scripts: readonly Script[], needed: readonly Tool[]): readonly Script[] {
  // A requirement such as `git+https://…` is fetched with git.
  const isCalled = (tool: string) =>
    scripts.some(({ text }) => calls(text, tool) || (tool === 'git' && text.includes('git+')));
  const called = Object.entries(packages).filter(([tool]) => needed.some(one => one === tool) || isCalled(tool));
  const usesApt = isCalled('apt-get') || isCalled('apt');
  return called.length === 0 && !usesApt ? [] : [preparation(called, usesApt)];
}

/** Whether a step is one of those: it installs packages of the system, and reads nothing of the work tree. */
export function isPreparation({ text }: Script): boolean {
  return /^(?:\{ (?:command -v [\w+-]+ >\/dev\/null(?: && |; ))+\} \|\| \{ )?apt-get update(?: && apt-get install --yes --no-install-recommends [\w+. -]+)?(?:; \})?$/.test(
    text,
  );
}

/** A slim image has no package lists either, which `apt-get install` needs. GitHub's runner answers apt's questions with yes. */
function preparation(called: readonly (readonly [string, string])[], usesApt: boolean): Script {
  const missing = called.map(([tool]) => `command -v ${tool} >/dev/null`).join(' && ');
  const wanted = [...new Set(called.map(([, name]) => name))].join(' ');
  const install = called.length === 0 ? '' : ` && apt-get install --yes --no-install-recommends ${wanted}`;
  const text =
    usesApt || missing === '' ? `apt-get update${install}` : `{ ${missing}; } || { apt-get update${install}; }`;
  return ownStep(text, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}
