// Makes a container that setup has filled ready for workspaces, whose runs have no network.
import type { Container } from 'dockerode';
import type { LanguageName } from '../../../incident/language.ts';
import { languages } from '../../../languages/languages.ts';
import { installHook } from '../hook.ts';
import { finishWords } from '../shell.ts';
import { must } from './root-step.ts';

export async function finish(container: Container, language: LanguageName, workDirectory: string): Promise<void> {
  const { afterSetup, caches } = languages[language].building;
  const after = { words: ['/bin/sh', '-e', '-s', workDirectory], input: afterSetup };
  await must('preparing for runs without network', container, after);
  await must('finishing setup', container, { words: finishWords(workDirectory, caches), input: '' });
  await installHook(container, language, workDirectory);
}
