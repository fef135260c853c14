// Python behind the contract.
import type { Language } from '../language.ts';
import { building } from './building/building.ts';
import { log } from './log/log.ts';
import { rules } from './rules/rules.ts';
import { pytest } from './runners/pytest/pytest.ts';
import { blocks } from './source/blocks.ts';
import { importedFiles } from './source/imports.ts';
import { namesakes } from './source/namesakes.ts';
import { isTestFile } from './source/test-files.ts';
import { unitsOf } from './source/units.ts';
import { words } from './words.ts';

export const python: Language = {
  name: 'python',
  title: 'Python',
  log,
  building,
  runner: pytest,
  source: {
    owns: path => path.endsWith('.py'),
    isTest: isTestFile,
    blocks,
    units: unitsOf,
    imported: importedFiles,
    namesakes,
  },
  rules,
  words,
};
