// Whether the failing command only runs tests: tools such as tox make their environments in their first run.
import type { Script } from '../../../../incident/reproduction.ts';
import { commands, words } from '../../../shell.ts';
import { isHarmless } from './harmless.ts';

export function installsNothing({ text, shell }: Script): boolean {
  return /\b(?:ba)?sh\b/.test(shell) && commands(text).every(command => isPlain(words(command)));
}

const runners = new Set(['pytest', 'py.test', 'unittest', 'trial', 'nosetests', 'nose2', 'coverage']);

function isPlain(line: readonly string[]): boolean {
  const [program = '', ...rest] = line.slice(line.findIndex(word => !/^[A-Za-z_]\w*=/.test(word)));
  if (line.some(word => /[`]|\$\(/.test(word))) return false;
  if (isHarmless([program, ...rest]) || runners.has(program)) return true;
  return /^python[\d.]*$/.test(program) && moduleOf(rest);
}

/** The options before `-m` change how Python runs, not what. */
function moduleOf(rest: readonly string[]): boolean {
  const at = rest.findIndex(word => !/^-[A-Zbdisuv]+$/.test(word));
  return rest[at] === '-m' && runners.has(rest[at + 1] ?? '');
}
