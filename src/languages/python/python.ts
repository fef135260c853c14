// Python behind the contract.
import type { Language } from '../language.ts';
import { building } from './building/building.ts';
import { log } from './log/log.ts';
import { rules } from './rules/rules.ts';
import { runner } from './runners/runner.ts';
import { source } from './source/source.ts';
import { words } from './words.ts';

export const python: Language = {
  name: 'python',
  title: 'Python',
  log,
  building,
  runner,
  source,
  rules,
  words,
};
