// What is verified without running anything: that the receipt, the commit that it names and the repository belong together.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalText, sha256 } from '../../src/incident/receipt/hashes.ts';
import { BadInput } from '../../src/verify/bad-input.ts';
import { checkSource } from '../../src/verify/checks/source.ts';
import { type Clone, cloneOf } from '../../src/verify/clone.ts';
import { findings } from '../../src/verify/findings.ts';
import { receiptIn } from '../../src/verify/given-receipt.ts';
import { type ProvenRepository, provenRepository } from './proven-repository.ts';

let proven: ProvenRepository;
let clone: Clone;

beforeAll(async () => {
  proven = await provenRepository();
  clone = await cloneOf(proven.path);
});

afterAll(async () => {
  await clone[Symbol.asyncDispose]();
  proven[Symbol.dispose]();
});

describe('an honest receipt', () => {
  test.each([
    ['a file of its own', () => JSON.stringify(proven.receipt, null, 2)],
    ['the text of the pull request', () => `# Title\n\n${proven.pullRequest}\n`],
    ['a file whose fields are in another order', () => JSON.stringify(turned(proven.receipt))],
  ])('holds, read from %s', async (_, text) => {
    const { findings: found, changes } = await checkSource(receiptIn(text(), 'it'), clone);
    expect(found.filter(({ state }) => state !== 'holds')).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(8);
    expect(changes.map(({ path }) => path)).toEqual(proven.receipt.document.change.files.map(({ path }) => path));
  });

  test('holds with a bare clone, too', async () => {
    await using again = await cloneOf(clone.repository);
    const { changes } = await checkSource(receiptIn(JSON.stringify(proven.receipt), 'it'), again);
    expect(changes).not.toEqual([]);
  });
});

describe('a receipt of which one field was changed', () => {
  const given = () => structuredClone(proven.receipt) as unknown as Json;

  test('is never run, whichever field it is', async () => {
    const places = leaves(given());
    expect(places.length).toBeGreaterThan(60);
    const believed = [];
    for (const place of places) if (await isBelieved(changedAt(given(), place))) believed.push(place.join('.'));
    expect(believed).toEqual([]);
  });

  test('is never run either when its digest is made to fit', async () => {
    const places = leaves(given()).filter(([first]) => first === 'document');
    const believed = [];
    for (const place of places) {
      if (await isBelieved(withOwnDigest(changedAt(given(), place)))) believed.push(place.join('.'));
    }
    expect(believed).toEqual([]);
  });

  test.each([
    ['with a field more', (receipt: Json) => Object.assign(at(receipt, ['document', 'recipe', 'test']), { more: 1 })],
    ['with a field less', (receipt: Json) => Reflect.deleteProperty(at(receipt, ['document', 'guard']), 'redRuns')],
    ['of another version', (receipt: Json) => Object.assign(at(receipt, ['document']), { version: 2 })],
  ])('nor one %s', async (_, change) => {
    const receipt = given();
    change(receipt);
    expect(await isBelieved(receipt)).toBe(false);
    expect(await isBelieved(withOwnDigest(receipt))).toBe(false);
  });
});

describe('a repository', () => {
  test.each([
    ['without the commit that repairs', (git: ProvenRepository['git']) => git('branch', '-D', 'nightwatch/fix-1')],
    [
      'whose commit has the same tree, but another message',
      (git: ProvenRepository['git']) => {
        git('checkout', '-q', 'nightwatch/fix-1');
        git('commit', '--amend', '-qm', 'A fix');
      },
    ],
  ])('%s does not do', async (_, change) => {
    using other = await provenRepository();
    change(other.git);
    await using copy = await cloneOf(other.path);
    const { findings: found, changes } = await checkSource(receiptIn(JSON.stringify(other.receipt), 'it'), copy);
    expect(found.at(-1)?.state).toBe('fails');
    expect(changes).toEqual([]);
  });

  test('that is none is bad input', async () => {
    await expect(cloneOf('/nowhere/at/all')).rejects.toBeInstanceOf(BadInput);
  });
});

test.each(['', 'no receipt', '{}', '{"document":', '```json\n{"document":1}\n```'])('%j holds no receipt', text => {
  expect(() => receiptIn(text, 'it')).toThrow(BadInput);
});

type Json = Record<string, unknown>;

/** Whether it would be run: then `open` is called. */
async function isBelieved(receipt: unknown): Promise<boolean> {
  const opened = new Error('opened');
  try {
    const given = receiptIn(JSON.stringify(receipt), 'it');
    const states = [];
    for await (const { state } of findings(given, clone, () => Promise.reject(opened))) states.push(state);
    return !states.includes('fails');
  } catch (error) {
    if (error === opened) return true;
    if (error instanceof BadInput) return false;
    throw error;
  }
}

function withOwnDigest(receipt: Json): Json {
  return { ...receipt, sha256: sha256(canonicalText(receipt['document'])) };
}

/** Paths to every value that has no values in it, and to every list that is empty. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return inside.length === 0 ? [path] : inside.flatMap(([key, each]) => leaves(each, [...path, key]));
}

function changedAt(receipt: Json, path: readonly string[]): Json {
  const holder = at(receipt, path.slice(0, -1));
  const key = path.at(-1) ?? '';
  holder[key] = another(holder[key]);
  return receipt;
}

function at(receipt: Json, path: readonly string[]): Json {
  return path.reduce((value, key) => value[key] as Json, receipt);
}

/** Of the same shape where there is one: then nothing but its meaning is wrong. */
function another(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string')
    return /^[0-9a-f]+$/.test(value) ? value.replace(/.$/, last => (last === '0' ? '1' : '0')) : `${value}x`;
  if (Array.isArray(value)) return ['x'];
  return value === null ? 'x' : { x: 'x' };
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, turned(each)]),
  );
}
