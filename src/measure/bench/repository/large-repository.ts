// Generates a Python repository of 1,500 files, ten of them large: the same for every run, since it is made from a seed.
import { type Random, randomFrom } from '../../random.ts';

/** Python files in all, package markers included. */
export const fileCount = 1_500;
const largeFiles = 10;
/** Functions of a large file; with their bodies about 6,700 lines and 240 KB. */
const largeFunctions = 400;
const smallFunctions = 12;
const packages = 30;
const seed = 20_261_130;

/** Text by path. Large files are `library/large_0.py` and so on, each with functions `step_0`, `step_1`, … */
export function largeRepository(): Record<string, string> {
  const random = randomFrom(seed);
  const markers = ['library', ...numbered(packages, 'library/part_')].map(path => `${path}/__init__.py`);
  const large = numbered(largeFiles, 'library/large_').map(path => `${path}.py`);
  const small = Array.from(
    { length: fileCount - markers.length - large.length },
    (_, index) => `library/part_${index % packages}/module_${Math.floor(index / packages)}.py`,
  );
  return Object.fromEntries([
    ...markers.map(path => [path, '']),
    ...large.map(path => [path, moduleText(random, largeFunctions)]),
    ...small.map(path => [path, moduleText(random, smallFunctions)]),
  ]);
}

/** Lines that import `step_0` from every large file; put into a test, they make all of them suspects. */
export function importsOfLargeFiles(): string {
  const lines = Array.from(
    { length: largeFiles },
    (_, index) => `from library.large_${index} import step_0 as step_${index}`,
  );
  return `${lines.join('\n')}\n`;
}

function numbered(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

function moduleText(random: Random, functions: number): string {
  const nouns = Array.from({ length: 4 }, () => one(random, words)).join(' ');
  const text = Array.from({ length: functions }, (_, index) =>
    index % 10 === 9 ? classText(random, index) : functionText(random, { name: `step_${index}`, indent: '' }),
  );
  return `"""Rules about ${nouns}."""\n\nfrom __future__ import annotations\n\n\n${text.join('\n\n')}`;
}

function classText(random: Random, index: number): string {
  const methods = Array.from({ length: 3 }, (_, number) =>
    functionText(random, { name: `rule_${number}`, indent: '    ' }),
  );
  return `class Rules${index}:\n    """Rules of one kind."""\n\n${methods.join('\n')}`;
}

function functionText(random: Random, { name, indent }: { name: string; indent: string }): string {
  const [first, second] = [one(random, words), one(random, words)];
  const limit = Math.floor(random.next() * 1_000);
  const self = indent === '' ? '' : 'self, ';
  return [
    `def ${name}(${self}${first}_values=(), limit=${limit}):`,
    `    """Return the ${first} values below the limit, and the ${second} values beyond it."""`,
    `    ${first}_kept = []`,
    `    ${second}_rest = []`,
    `    for value in ${first}_values:`,
    `        if isinstance(value, int) and value < limit:`,
    `            ${first}_kept.append(value)`,
    '        else:',
    `            ${second}_rest.append(value)`,
    `    if len(${first}_kept) > ${limit % 50}:`,
    `        ${first}_kept = ${first}_kept[: ${limit % 50}]`,
    `    return {"${first}": ${first}_kept, "${second}": ${second}_rest}`,
    '',
  ]
    .map(line => (line === '' ? '' : indent + line))
    .join('\n');
}

function one(random: Random, from: readonly string[]): string {
  return from[Math.floor(random.next() * from.length)] ?? '';
}

const words = ['order', 'refund', 'customer', 'invoice', 'basket', 'voucher', 'address', 'payment', 'parcel', 'letter'];
