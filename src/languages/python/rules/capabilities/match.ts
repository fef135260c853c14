// Which capabilities a path, an attribute or a string gives.
import { type CapabilityName, capabilities } from './table.ts';

const rows = Object.entries(capabilities) as [CapabilityName, (typeof capabilities)[CapabilityName]][];

/** The rows by what they list. */
function indexOf(kind: 'modules' | 'names' | 'builtins' | 'attributes'): ReadonlyMap<string, CapabilityName> {
  return new Map(rows.flatMap(([name, row]) => [...row[kind]].map(listed => [listed, name] as const)));
}

const modules = indexOf('modules');
const names = indexOf('names');
const builtins = indexOf('builtins');
const attributes = indexOf('attributes');

/** A match, and the part of the path that gives it. */
export interface Match {
  readonly capability: CapabilityName;
  readonly name: string;
}

/** Modules that others hand on: `logging.os.environ` is `os.environ`. Their names mean nothing else. */
const handedOn = new Set('os sys builtins subprocess socket ctypes importlib inspect gc pickle'.split(' '));

/** Packages of the repository itself are never foreign. */
export function matchesOf(path: string, own: ReadonlySet<string>): Match[] {
  const parts = path.split('.');
  const [root = ''] = parts;
  const isOwn = own.has(root) || root === '' || root === '?' || root === 'self';
  return parts.flatMap((part, at) => {
    const bare = bareOf(part);
    if (at === 0 ? isOwn : !handedOn.has(bare) || root === 'self') return [];
    return longestOf([bare, ...parts.slice(at + 1)], at === 0 || !isOwn) ?? [];
  });
}

/** `_os` is how modules of the standard library know `os`. */
function bareOf(part: string): string {
  const bare = part.replace(/^_/, '');
  return handedOn.has(bare) ? bare : part;
}

/** The longest beginning that a row lists. */
function longestOf(parts: readonly string[], withModules: boolean): Match | null {
  const [root = ''] = parts;
  const builtin = builtins.get(withoutCall((root === 'builtins' ? parts[1] : root) ?? ''));
  if (builtin && withModules) return { capability: builtin, name: root === 'builtins' ? `builtins.${parts[1]}` : root };
  if (/^nightwatch_/.test(root)) return { capability: 'the test run', name: root };
  for (let length = Math.min(parts.length, 4); length > 0; length--) {
    const name = parts.slice(0, length).join('.');
    const capability =
      names.get(name) ?? names.get(withoutCall(name)) ?? (withModules ? modules.get(withoutCall(name)) : undefined);
    if (capability) return { capability, name: withoutCall(name) };
  }
  return null;
}

function withoutCall(name: string): string {
  return name.replace(/\(\)$/, '');
}

export function ofAttribute(name: string): Match[] {
  const capability = attributes.get(name) ?? ofTestRun(name);
  return capability ? [{ capability, name }] : [];
}

/** Of an identifier as written. */
export function ofIdentifier(name: string): Match[] {
  const capability = ofTestRun(name);
  return capability ? [{ capability, name }] : [];
}

const innards = /__(?:globals|builtins|subclasses|closure|code|import)__/;
const frames = /^(?:f_back|f_locals|f_globals|f_builtins|tb_frame|gi_frame|cr_frame|ag_frame|cell_contents)$/;

/** Of a constant string: what it names, should it be looked up. */
export function ofString(said: string): Match[] {
  const found = said.length > 200 ? undefined : stringCapability(said);
  return found ? [{ capability: found, name: said }] : [];
}

function stringCapability(said: string): CapabilityName | undefined {
  if (innards.test(said)) return 'internals';
  if (frames.test(said)) return attributes.get(said);
  return ofTestRun(said);
}

const testRun = /(?:^|\.)_?PYTEST_|(?:^|\.)(?:pytest_current_test|_called_from_test|TESTING)$|^_?nightwatch_/;

function ofTestRun(name: string): CapabilityName | undefined {
  return testRun.test(name) ? 'the test run' : undefined;
}

/** Everything that the table lists below a module: what holding the module as a value gives. */
export function withinModule(module: string): CapabilityName[] {
  return [...(byModule.get(module) ?? [])];
}

const byModule = new Map<string, Set<CapabilityName>>();
for (const [name, capability] of names) {
  const [module = ''] = name.split('.');
  byModule.set(module, (byModule.get(module) ?? new Set()).add(capability));
}
byModule.set('builtins', new Set(builtins.values()));
