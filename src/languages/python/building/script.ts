// Reads shell scripts as far as a recipe needs: which commands install, and which run tests.
import type { Script } from '../../../incident/reproduction.ts';
import { commands, hasHeredoc, isList, isPlacing } from '../../shell.ts';
import { environmentRunner } from '../runners/pytest/environment-runner.ts';

const installing =
  /^(?:[A-Z_]+=\S+ )*(?:(?:python[\d.]* -m |uv |pipenv run )?pip[\d.]* install|apt(?:-get)? |poetry (?:install|sync|config|self)|uv (?:sync|venv|python install)|uv tool install|pipx install|hatch env create|pdm (?:install|sync)|pipenv (?:install|sync)|npm (?:ci|install)|conda install|python[\d.]* -m venv|python[\d.]* setup\.py (?:install|develop))\b/;
const testing =
  /(?:^\s*|[;&|]\s*|\brun\s+(?:-\S+\s+)*|-m\s+)(?:[A-Za-z_]\w*=\S*\s+)*(?:\S*\/)?(?:pytest|py\.test|tox|nox|unittest|nosetests|nose2?|hatch test)\b|\bsetup\.py test\b|\bmanage\.py test\b/m;

export function callsTests(text: string): boolean {
  return testing.test(text) || /^\s*make\s+\S*(?:test|check)/m.test(text);
}

export function installs(text: string): boolean {
  return commands(text).some(part => installing.test(part));
}

/**
 * Splits a step that both installs and tests, because tests run without network and not as root. Scripts that are more than a
 * list of commands, or that would have nothing left to run, stay whole.
 */
export function splitInstallation(script: Script): { setup: Script | null; test: Script } {
  const all = commands(script.text);
  const last = all.findLastIndex(part => installing.test(part));
  const rest = all.filter((part, index) => index > last || isPlacing(part));
  const first = all.findIndex(part => callsTests(part));
  const leads = last >= 0 && (first < 0 || last < first);
  const isPlain = isList(script.text) && !hasHeredoc(script.text);
  if (!isPlain || !leads || rest.every(part => isPlacing(part)) || script.shell.startsWith('python')) {
    return { setup: null, test: script };
  }
  return {
    setup: { ...script, text: all.slice(0, last + 1).join('\n') },
    test: { ...script, text: rest.join('\n') },
  };
}

/**
 * `uv run` installs missing packages before it runs a command, so setup calls it once with nothing to run. Null for other scripts.
 */
export function warmUp(script: Script): Script | null {
  const runner = environmentRunner(script.text);
  if (!runner?.startsWith('uv run')) return null;
  const placed = commands(script.text).filter(part => isPlacing(part));
  return { ...script, text: [...placed, `${runner} python -c ""`].join('\n') };
}
