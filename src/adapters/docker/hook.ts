// The test runner's hook in a container: put in place by root, and told before each run what to do.
import { createHash } from 'node:crypto';
import type { Container } from 'dockerode';
import type { HookConfiguration } from '../../incident/command.ts';
import type { LanguageName } from '../../incident/language.ts';
import { languages } from '../../languages/languages.ts';
import { handOutKeys, takeKeysBack } from './session-keys.ts';
import { must } from './setup/root-step.ts';
import { notes } from './shell.ts';

const folder = '/opt/nightwatch/hook';
const configuration = `${notes}/hook.json`;

/** Identity of the hook: an environment that holds another one is not reused. */
export function hookHash(language: LanguageName): string {
  return createHash('sha256').update(JSON.stringify(languages[language].runner.hook.files)).digest('hex');
}

/**
 * Puts the hook into every place where a runner is now. Doing so again finds the new ones, and undoes what a step, which is root's
 * too, has made of our files meanwhile.
 */
export async function installHook(container: Container, language: LanguageName, workDirectory: string): Promise<void> {
  const { files, install } = languages[language].runner.hook;
  const writing = files.map(({ name, text }) => `base64 -d > ${name} <<end\n${lines(text)}\nend\n`).join('');
  const words = ['/bin/sh', '-e', '-s', folder];
  await must('copying the hook', container, { words, input: `umask 022\nmkdir -p "$1"\ncd "$1"\n${writing}` });
  await must('installing the hook', container, { words: install(folder, workDirectory), input: '' });
}

function lines(text: string): string {
  return Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\n');
}

/** A piece of shell for root that configures the hook for the next command, or silences it. No test can change the configuration. */
export function configuring(
  hook: HookConfiguration | undefined,
  workDirectory: string,
): readonly [string, ...string[]] {
  if (!hook) return [`rm -f "$1" && ${takeKeysBack}`, configuration];
  return [`printf %s "$2" > "$1" && ${handOutKeys}`, configuration, JSON.stringify({ root: workDirectory, ...hook })];
}
