// Python's test runners behind the contract: one hook for pytest and for everything that runs unittest's test cases.
import { readdirSync, readFileSync } from 'node:fs';
import type { Runner } from '../../contract/runner.ts';

const folder = new URL('hook/', import.meta.url);

export const runner: Runner = {
  name: 'pytest',
  hook: {
    files: readdirSync(folder)
      .filter(name => name.endsWith('.py'))
      .map(name => ({ name, text: readFileSync(new URL(name, folder), 'utf8') })),
    install: (at, workDirectory) => ['python3', `${at}/nightwatch_install.py`, workDirectory],
  },
  // https://docs.pytest.org/en/stable/reference/exit-codes.html
  statuses: { interrupted: 2, internalError: 3, noTests: 5 },
};
