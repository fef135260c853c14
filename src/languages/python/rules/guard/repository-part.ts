// Which part of the repository a dotted path names: `shop.mail.Mailer.send` is `Mailer.send` in `shop/mail.py`.
import { pathsEndingWith } from '../../source/imports.ts';
import { isTestFile } from '../../source/test-files.ts';

export interface RepositoryPart {
  /** Several when several files end as the path does. */
  readonly files: readonly string[];
  /** Names below the module, outermost first; empty for the module itself. */
  readonly names: readonly string[];
}

/** The longest beginning of the path that names a module decides; null when none does. Leading dots are ignored. */
export function partNamed(path: string, paths: ReadonlySet<string>): RepositoryPart | null {
  const steps = path.split('.').filter(Boolean);
  for (let length = steps.length; length > 0; length--) {
    const module = steps.slice(0, length).join('/');
    const files = [`${module}.py`, `${module}/__init__.py`].flatMap(end => [
      ...(paths.has(end) ? [end] : []),
      ...pathsEndingWith(end, paths),
    ]);
    if (files.length > 0) return { files, names: steps.slice(length) };
  }
  return null;
}

/** Whether a dotted path names something of the repository that is no test. */
export function isOwnCode(path: string, paths: ReadonlySet<string>): boolean {
  return partNamed(path, paths)?.files.some(file => !isTestFile(file)) ?? false;
}

/** Whether `part` is `whole` or something in it. */
export function isWithin(part: RepositoryPart, whole: RepositoryPart): boolean {
  return (
    whole.names.every((name, at) => part.names[at] === name) && part.files.some(file => whole.files.includes(file))
  );
}
