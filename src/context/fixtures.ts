// Fixtures that a test may ask for by name: those of the `conftest.py` files beside and above it.
import { blocks } from './python-blocks.ts';

/** The `conftest.py` files that pytest reads for a test at this path, outermost first. */
export function conftestsFor(path: string, paths: ReadonlySet<string>): string[] {
  const folders = path.split('/').slice(0, -1);
  const candidates = [0, ...folders.map((_, at) => at + 1)].map(depth =>
    [...folders.slice(0, depth), 'conftest.py'].join('/'),
  );
  return candidates.filter(candidate => paths.has(candidate));
}

/** Names of the fixtures that a file defines. */
export function fixturesIn(text: string): string[] {
  const lines = text.split('\n');
  return blocks(text)
    .filter(block => lines.slice(block.start - 1, block.head - 1).some(line => /^\s*@(?:\w+\.)*fixture\b/.test(line)))
    .map(block => block.name);
}

/** Names of the parameters of the functions with these names. */
export function parameters(text: string, functions: readonly string[]): string[] {
  return functions
    .filter(name => /^\w+$/.test(name))
    .flatMap(name => {
      const list = new RegExp(`def\\s+${name}\\s*\\(([^)]*)\\)`).exec(text)?.[1] ?? '';
      return list.split(',').map(part => part.trim().split(/[:=\s]/)[0] ?? '');
    })
    .filter(name => name !== '' && name !== 'self');
}
