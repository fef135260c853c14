// Cases are read from folders and run on copies; what is not a valid case is refused.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { simpleGit } from 'simple-git';
import { caseFolders, InvalidCase, readCase } from '../../../src/measure/evaluate/case.ts';
import { copyOf } from '../../../src/measure/evaluate/copy.ts';
import { referenceFixOf } from '../../../src/measure/evaluate/reference-fix.ts';
import { runCase } from '../../../src/measure/evaluate/run-case.ts';
import { git } from '../../../src/standins/github/git/git.ts';
import { checkSource } from '../../../src/verify/checks/source.ts';
import { cloneOf } from '../../../src/verify/clone.ts';
import { givenReceipt } from '../../../src/verify/given-receipt.ts';

let cases: string;

beforeAll(async () => {
  cases = await mkdtemp(join(tmpdir(), 'nightwatch-cases-'));
});
afterAll(async () => {
  await rm(cases, { recursive: true, force: true });
});

const right = 'def twice(number):\n    return 2 * number\n';
const wrong = 'def twice(number):\n    return 3 * number\n';
const own = 'from calc import twice\n\n\ndef test_twice():\n    assert twice(2) == 4\n';
const referenceTest = 'from calc import twice\n\n\ndef test_twice_of_one():\n    assert twice(1) == 2\n';

/** A case whose HEAD changes calc.py from one text to another. */
async function made(name: string, { before = right, after = wrong } = {}): Promise<string> {
  const folder = join(cases, name);
  const repository = join(folder, 'repository');
  await mkdir(repository, { recursive: true });
  const client = simpleGit(repository);
  await client.init(['--initial-branch=trunk']);
  await client.addConfig('user.name', 'Someone').addConfig('user.email', 'someone@localhost');
  await writeFile(join(repository, 'calc.py'), before);
  await writeFile(join(repository, 'test_calc.py'), own);
  await client.add('.').commit('Calculate');
  await writeFile(join(repository, 'calc.py'), after);
  await writeFile(join(repository, 'NEWS'), 'A change.\n');
  await client.add('.').commit('Change [skip ci]');
  await writeFile(join(folder, 'gold.patch'), `${await client.diff(['HEAD', 'HEAD^', '--', 'calc.py'])}`);
  await writeFile(join(folder, 'gold_test.py'), referenceTest);
  await writeFile(join(folder, 'case.json'), '{ "test": "python -m pytest" }');
  return folder;
}

async function copied(folder: string) {
  return await copyOf(await readCase(folder), join(folder, 'copy.git'));
}

describe('a folder of cases', () => {
  test('is refused when it contains no case, or not the requested one', async () => {
    await made('asked');
    await expect(caseFolders(join(cases, 'nowhere'), [])).rejects.toThrow('contains no case folders');
    await expect(caseFolders(cases, ['another'])).rejects.toThrow('contains no case another');
    await expect(caseFolders(cases, ['asked'])).resolves.toEqual([join(cases, 'asked')]);
  });

  test.each([
    ['repository', 'It has no folder "repository".'],
    ['gold_test.py', 'It has no gold_test.py.'],
  ])('a case without %s is invalid', async (part, words) => {
    const folder = await made(`without-${part}`);
    await rm(join(folder, part), { recursive: true });
    await expect(readCase(folder)).rejects.toThrow(words);
  });

  test('a case.json with an unknown key is invalid', async () => {
    const folder = await made('odd-json');
    await writeFile(join(folder, 'case.json'), '{ "test": "pytest", "tset": 1 }');
    await expect(readCase(folder)).rejects.toThrow(InvalidCase);
  });
});

describe('a copy', () => {
  test('has a workflow in both commits, on a branch of the same name, and leaves the original alone', async () => {
    const folder = await made('copied');
    const before = await simpleGit(join(folder, 'repository')).raw(['for-each-ref']);
    const copy = await copied(folder);
    expect(copy.branch).toBe('trunk');
    for (const commit of [copy.green, copy.red]) {
      const workflow = await git(copy.directory, ['show', `${commit}:.github/workflows/ci.yml`]);
      expect(workflow).toContain('run: python -m pytest');
    }
    expect(await git(copy.directory, ['log', '--format=%H', copy.red])).toBe(
      [copy.red, copy.green, copy.start].join('\n'),
    );
    const repository = simpleGit(join(folder, 'repository'));
    expect(await repository.raw(['for-each-ref'])).toBe(before);
    expect((await repository.status()).isClean()).toBe(true);
  });

  test('knows the fix as edits and functions', async () => {
    const reference = await referenceFixOf(await copied(await made('reference')));
    expect(reference).toEqual({
      paths: ['calc.py'],
      functions: [{ path: 'calc.py', name: 'twice', className: null, lines: wrong.trimEnd().split('\n') }],
      edits: [{ path: 'calc.py', search: wrong.trimEnd().split('\n'), replace: right.trimEnd().split('\n'), line: 1 }],
      deleted: [],
    });
  });

  test('is not made of a case whose patch does not apply', async () => {
    const folder = await made('stale');
    const patch = await readFile(join(folder, 'gold.patch'), 'utf8');
    await writeFile(join(folder, 'gold.patch'), patch.replaceAll('number', 'figure'));
    await expect(copied(folder)).rejects.toThrow('gold.patch does not apply');
  });

  test('is not made without a workflow and a test command', async () => {
    const folder = await made('silent');
    await rm(join(folder, 'case.json'));
    await expect(copied(folder)).rejects.toThrow('no workflow');
  });
});

describe('caseRun for real', () => {
  const proofs = join(tmpdir(), `nightwatch-proofs-${randomUUID()}`);
  afterAll(() => rm(proofs, { recursive: true, force: true }));

  test('a case ends in a verified pull request', async () => {
    const result = await runCase(await made('real'), { packageIndex: undefined, proofs });
    expect(result).toMatchObject({
      name: 'real',
      verdict: 'verified',
      end: 'published',
      reproduced: true,
      fileShown: true,
      functionShown: true,
      functions: ['calc.py: twice'],
      proposalRun: 'success',
      why: '',
    });
    expect(Object.keys(result.tokens)).toEqual(['diagnose', 'guard', 'repair']);
    expect(result.times.sandbox).toBeLessThan(result.times.line);
    // What it leaves for `npm run verify`: the receipt, and a repository whose commits belong to it.
    const given = await givenReceipt(join(proofs, 'real', 'receipt.json'));
    await using clone = await cloneOf(join(proofs, 'real', 'repository.git'));
    const { findings, changes } = await checkSource(given, clone);
    expect(findings.filter(({ state }) => state !== 'holds')).toEqual([]);
    expect(changes.map(({ path }) => path)).toContain('calc.py');
  });

  test('a case whose HEAD passes, or whose parent fails, is invalid', async () => {
    const passes = await runCase(await made('passes', { after: `${right}\n` }), { packageIndex: undefined, proofs });
    expect(passes).toMatchObject({ verdict: 'invalid', why: expect.stringContaining('HEAD passes') });
    const fails = await runCase(await made('fails', { before: wrong.replace('3', '4') }), {
      packageIndex: undefined,
      proofs,
    });
    expect(fails).toMatchObject({
      verdict: 'invalid',
      why: expect.stringContaining('the parent of HEAD ends with failure'),
    });
  });
});
