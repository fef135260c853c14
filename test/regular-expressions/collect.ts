// Every regular expression of the product: literals by the syntax trees of its files, constructed ones by loading its modules.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

export interface Pattern {
  /** Below `src/`. */
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

const src = join(import.meta.dirname, '../../src');
/** They read no text from outside, or are not part of the product. */
const others = /^(?:standins|measure|demo|adapters\/prisma\/generated)\//;
/** Modules that can be loaded without a database, an engine or a server. */
const quiet = /^(?:actions|adapters\/secrets|context|incident|languages|report|stages|suite|text)\//;

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !others.test(file))
  .toSorted();

export function literals(): Pattern[] {
  return files.flatMap(file => {
    const found: Pattern[] = [];
    const tree = parseSync(readFileSync(join(src, file), 'utf8'), { syntax: 'typescript', target: 'es2024' });
    visit(tree, node => {
      if (isLiteral(node)) found.push({ file, source: node.pattern, flags: node.flags });
    });
    return found;
  });
}

/** Those that a module makes when it is loaded, such as `new RegExp(parts.join('|'))`. */
export async function constructed(): Promise<Pattern[]> {
  const found: Pattern[] = [];
  const Real = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Real, {
    construct(target, args: ConstructorParameters<RegExpConstructor>) {
      const made = Reflect.construct(target, args);
      const file = maker();
      if (file) found.push({ file, source: made.source, flags: made.flags });
      return made;
    },
  });
  try {
    for (const file of files) if (quiet.test(file)) await import(join(src, file));
  } finally {
    globalThis.RegExp = Real;
  }
  return found;
}

/** The file of ours that called the constructor; null for a package. */
function maker(): string | null {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  const caller = frames.find(frame => !frame.includes(import.meta.filename)) ?? '';
  const at = caller.indexOf(`${src}/`);
  return at === -1 ? null : caller.slice(at + src.length + 1).replace(/:\d+:\d+\)?$/, '');
}

function isLiteral(node: object): node is { pattern: string; flags: string } {
  return 'type' in node && node.type === 'RegExpLiteral';
}

function visit(node: unknown, seen: (node: object) => void): void {
  if (typeof node !== 'object' || node === null) return;
  seen(node);
  for (const child of Object.values(node)) visit(child, seen);
}
