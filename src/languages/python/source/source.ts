// Python's source behind the contract.
import type { Source } from '../../contract/source.ts';
import { blocks } from './blocks.ts';
import { conftestsFor, setUpNames } from './fixtures.ts';
import { foreignNames } from './foreign-names.ts';
import { importedFiles, imports } from './imports.ts';
import { namesakes } from './namesakes.ts';
import { parse } from './parse.ts';
import { isTestFile, isTestFileOf } from './test-files.ts';
import { withoutStrings } from './without-strings.ts';

export const source: Source = {
  owns: path => path.endsWith('.py'),
  isTest: isTestFile,
  isTestFileOf,
  isFolderSupport: path => path === 'conftest.py' || path.endsWith('/conftest.py'),
  isPackageEntry: path => path === '__init__.py' || path.endsWith('/__init__.py'),
  parse,
  blocks,
  imports,
  foreignNames,
  withoutStrings,
  importedFiles,
  namesakes,
  supportFiles: conftestsFor,
  testFunctions: all => all.filter(block => block.kind === 'function' && block.name.startsWith('test')),
  setUpNames,
};
