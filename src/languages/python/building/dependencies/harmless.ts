// Commands that read nothing of the tree: they print, make folders outside it, or make environments.
import { workFolder } from '../../../../incident/runner-places.ts';

const prints = new Set(['echo', 'true', ':', 'which', 'set']);
/** With absolute paths they touch the machine alone. */
const places = new Set(['mkdir', 'ln', 'chmod']);
const packageManagers = new Set(['apt', 'apt-get']);
const aboutItself = new Set(['--version', '-V', 'list', 'freeze', 'check', 'debug', 'cache']);

export function isHarmless([program = '', ...rest]: readonly string[]): boolean {
  if (prints.has(program)) return true;
  if (places.has(program)) return rest.every(word => /^(?:\/|-|\d+$)/.test(word) && !word.startsWith(`${workFolder}/`));
  if (packageManagers.has(program)) return rest.every(word => !word.includes('/'));
  if (/^(?:pip|python)[\d.]*$/.test(program) && aboutItself.has(rest[0] ?? '')) return true;
  return /^python[\d.]*$/.test(program) && rest[0] === '-m' && isAboutEnvironments(rest.slice(1));
}

function isAboutEnvironments([module, ...rest]: readonly string[]): boolean {
  if (module === 'pip') return aboutItself.has(rest[0] ?? '');
  return module === 'venv' && rest.length === 1 && (rest[0] ?? '').startsWith('/opt/');
}
