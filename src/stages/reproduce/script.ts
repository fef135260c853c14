// Reading shell scripts as far as a recipe needs: which lines install, which run tests.
import type { Script } from '../../incident/reproduction.ts';

const installing =
  /^(?:[A-Z_]+=\S+ )*(?:(?:python[\d.]* -m |uv |pipenv run )?pip[\d.]* install|apt(?:-get)? |poetry (?:install|sync|config|self)|uv (?:sync|venv|python install)|pdm (?:install|sync)|pipenv (?:install|sync)|npm (?:ci|install)|conda install|python[\d.]* -m venv|python[\d.]* setup\.py (?:install|develop))\b/;
const testing = /(?:^|[;&|]\s*|\brun\s+(?:-\S+\s+)*|-m\s+)(?:\S*\/)?(?:pytest|py\.test|tox|nox|unittest)\b/m;
/** Lines that later lines stand on. */
const placing = /^(?:cd|export|source|\.|set|ulimit|umask)\s/;

export function callsTests(text: string): boolean {
  return testing.test(text) || /^\s*make\s+\S*(?:test|check)/m.test(text);
}

export function installs(text: string): boolean {
  return parts(text).some(part => installing.test(part));
}

/**
 * A step that installs and tests in one script is cut in two, for the tests run without network and not as root. Scripts
 * that are more than a list of commands, or where nothing would be left to run, stay whole.
 */
export function splitInstallation(script: Script): { setup: Script | null; test: Script } {
  const all = parts(script.text);
  const last = all.findLastIndex(part => installing.test(part));
  const isList = !/<<|^\s*(?:if|for|while|case|function)\b|\(\)\s*\{/m.test(script.text);
  const rest = all.filter((part, index) => index > last || placing.test(part));
  const first = all.findIndex(part => callsTests(part));
  const leads = last >= 0 && (first < 0 || last < first);
  if (!isList || !leads || rest.every(part => placing.test(part)) || script.shell.startsWith('python')) {
    return { setup: null, test: script };
  }
  return {
    setup: { ...script, text: all.slice(0, last + 1).join('\n') },
    test: { ...script, text: rest.join('\n') },
  };
}

/** Single commands, in order: lines, with continued ones joined and `a && b` parted. */
function parts(text: string): readonly string[] {
  return text
    .replace(/\s*\\\n\s*/g, ' ')
    .split(/\n|\s&&\s/)
    .map(part => part.trim())
    .filter(part => part !== '' && !part.startsWith('#'));
}
