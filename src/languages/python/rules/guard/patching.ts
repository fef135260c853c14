// Finds mocks and patches of the suspect: a test that replaces what it should test proves nothing.

const calls =
  /\b(?:monkeypatch\.(?:setattr|delattr|setitem)|(?:mock\.|mocker\.|unittest\.mock\.)?patch(?:\.object|\.dict|\.multiple)?)\s*\(\s*([^,)\s]+)/g;

/** What the code patches or overwrites of these files: the targets as written. */
export function patchesOf(code: string, suspects: readonly string[]): string[] {
  const names = boundNames(code, suspects);
  const modules = suspects.map(moduleName);
  const patched = [...code.matchAll(calls)]
    .map(match => match[1] ?? '')
    .filter(target => isSuspect(target, names, modules));
  const assigned = [...code.matchAll(/^[ \t]*((\w+)(?:\.\w+)+)[ \t]*=(?!=)/gm)].filter(match =>
    names.has(match[2] ?? ''),
  );
  return [...patched, ...assigned.map(match => match[1] ?? '')];
}

/** A string names a module path, `shop.mail.find`; anything else begins with a name that was imported. */
function isSuspect(target: string, names: ReadonlySet<string>, modules: readonly string[]): boolean {
  if (!/^["']/.test(target)) return names.has(target.split('.')[0] ?? '');
  const path = target.replace(/["']/g, '');
  return modules.some(
    module =>
      path === module ||
      path.startsWith(`${module}.`) ||
      module.endsWith(`.${path}`) ||
      path.includes(`.${lastPart(module)}.`) ||
      path.startsWith(`${lastPart(module)}.`),
  );
}

/** Names that import lines bind to something of a suspect. */
function boundNames(code: string, suspects: readonly string[]): Set<string> {
  const stems = new Set(suspects.map(path => lastPart(moduleName(path))));
  const lines = code.replace(/\(([^()]*)\)/g, (_, inner: string) => inner.replace(/\n/g, ' ')).split('\n');
  const names = lines.flatMap(line => {
    const match = /^\s*(?:from\s+([\w.]+)\s+)?import\s+(.+)$/.exec(line);
    if (!match) return [];
    const fromSuspect = stems.has(lastPart(match[1] ?? ''));
    return (match[2] ?? '').split(',').flatMap(part => {
      const [name = '', alias = name] = part.trim().split(/\s+as\s+/);
      return fromSuspect || stems.has(lastPart(name)) ? [alias.split('.')[0] ?? alias] : [];
    });
  });
  return new Set(names);
}

function moduleName(path: string): string {
  return path
    .replace(/^(src|lib)\//, '')
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}

function lastPart(module: string): string {
  return module.slice(module.lastIndexOf('.') + 1);
}
