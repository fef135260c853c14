// Which failures are certainly the test's own fault: it does not compile, or uses a name or fixture that does not exist.
import type { Failure } from '../../../incident/evidence.ts';
import { isTestFile } from '../source/test-files.ts';

const errors = ['NameError', 'SyntaxError', 'IndentationError', 'TabError'];

export function blamesTheTest({ errorType, message, file, phase }: Failure): boolean {
  if (phase === 'setup' && /^fixture '.{1,200}' not found/.test(message)) return true;
  return errors.includes(errorType ?? '') && file !== null && isTestFile(file);
}
