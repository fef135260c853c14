// The gates that need no container, on changes as the edits leave them.
import { describe, expect, test } from '@jest/globals';
import { dataFilesNamedIn } from '../../../../src/context/test-files.ts';
import type { Guarded } from '../../../../src/incident/incident.ts';
import type { ProposedChange } from '../../../../src/stages/repair/gates/proposed-change.ts';
import { changeRefusal, filesRefusal, newFilesRefusal } from '../../../../src/stages/repair/gates/static-gates.ts';
import { sampleEntries, sampleRun } from '../../../contracts/store-entries.ts';
import { treeOf } from '../../../suite/tree-of.ts';

const { incident } = sampleEntries(sampleRun()).guarded;

const file = (path: string, text = 'x = 2\n') => ({ path, text, executable: false });

/** As git writes it for a new file. */
function diffOf({ path, text }: { path: string; text: string }): string {
  const added = text.split('\n').slice(0, -1);
  const head = [`diff --git a/${path} b/${path}`, 'new file mode 100644', '--- /dev/null', `+++ b/${path}`];
  return [...head, `@@ -0,0 +1,${added.length} @@`, ...added.map(line => `+${line}`), ''].join('\n');
}

/** A change of new files. */
function changeOf(more: Partial<ProposedChange>): ProposedChange {
  const { files = [file('a.py')] } = more;
  const diff = files.map(diffOf).join('');
  const failing = { tests: [], support: [], data: [] };
  return { files, before: new Map(), diff, fingerprint: 'new', ...failing, ...more };
}

const lines = (count: number) => Array.from({ length: count }, (_, index) => `x${index} = 1\n`).join('');

function attempted(...fingerprints: (string | null)[]): Guarded {
  const attempts = incident.attempts.flatMap(attempt =>
    fingerprints.map((fingerprint, index) => ({ ...attempt, number: index + 1, fingerprint })),
  );
  return { ...incident, attempts };
}

describe('files', () => {
  test('of the source may be changed', () => {
    expect(filesRefusal([file('a.py'), file('shop/b.py')], incident, new Set())).toBeNull();
  });

  test.each([
    ['the regression test', incident.guard.path],
    ['a test', 'tests/test_user_service.py'],
    ['a workflow', '.github/workflows/ci.yml'],
    ['what lies outside', '../a.py'],
  ])('are refused if one of them is %s', (_, path) => {
    expect(filesRefusal([file('a.py'), file(path)], incident, new Set())).toMatchObject({
      gate: 'forbidden-file',
      reason: expect.stringContaining(path),
    });
  });

  test('are refused if one of them is a document whose examples fail', () => {
    const targets = incident.reproduction.targets.map(target => ({ ...target, testId: 'README.md::README.md' }));
    const documented = { ...incident, reproduction: { ...incident.reproduction, targets } };
    expect(filesRefusal([file('README.md')], documented, new Set())).toMatchObject({ gate: 'forbidden-file' });
    expect(filesRefusal([file('README.md')], incident, new Set())).toBeNull();
  });

  test('are refused if one of them is data that the failing tests read, wherever it lies', () => {
    const texts = ['CASES = json.load(open("shop/cases.json"))\nNAMES = "names.csv.gz"\n'];
    const paths = ['shop/cases.json', 'shop/names.csv', 'shop/more_cases.json', 'shop/mail.py'];
    const named = dataFilesNamedIn(texts, paths);
    expect([...named]).toEqual(['shop/cases.json']);
    expect(filesRefusal([file('shop/cases.json', '{}')], incident, named)).toMatchObject({ gate: 'forbidden-file' });
    expect(filesRefusal([file('shop/names.csv', 'a,b')], incident, named)).toBeNull();
  });

  test('that are the regression test are refused wherever it lies', () => {
    const elsewhere = { ...incident, guard: { ...incident.guard, path: 'shop/regression.py' } };
    expect(filesRefusal([file('shop/regression.py')], elsewhere, new Set())).toMatchObject({
      reason: expect.stringContaining('is the regression test'),
    });
  });
});

test('a new file may stand beside code, and not hide a module', () => {
  const repository = { paths: new Set(['shop/__init__.py', 'shop/mail.py']), declarations: [] };
  expect(newFilesRefusal([file('shop/mail.py'), file('shop/more.py')], incident, repository)).toBeNull();
  expect(newFilesRefusal([file('shop/mail.py'), file('shop/random.py')], incident, repository)).toMatchObject({
    gate: 'forbidden-file',
    reason: expect.stringContaining('shop/random.py is called like a module of the standard library'),
  });
});

describe('a change', () => {
  test.each([
    ['the first', changeOf({}), attempted()],
    ['unlike the earlier ones', changeOf({}), attempted('old', 'older', null)],
    ['of a hundred lines', changeOf({ files: [file('a.py', lines(100))] }), attempted()],
    ['of three files', changeOf({ files: ['a.py', 'b.py', 'c.py'].map(path => file(path)) }), attempted()],
  ])('may be run if it is %s', (_, change, guarded) => {
    expect(changeRefusal({ change, incident: guarded })).toBeNull();
  });

  test.each([
    ['a hundred and one lines', changeOf({ files: [file('a.py', lines(101))] }), 'too-large', '101 lines'],
    [
      'four files',
      changeOf({ files: ['a.py', 'b.py', 'c.py', 'd.py'].map(path => file(path)) }),
      'too-large',
      '4 files',
    ],
    [
      'what the second attempt changed',
      changeOf({ fingerprint: 'older' }),
      'repeated',
      'Attempt 2 made the same change.',
    ],
    [
      'code that looks for the test runner',
      changeOf({ files: [file('a.py', 'if name == "pytest":\n    x = 1\n')] }),
      'suspicious',
      'a.py:1',
    ],
    [
      'code that reaches what it did not reach before',
      changeOf({ files: [file('a.py', 'import ctypes\n')] }),
      'new-capability',
      'a.py:1 reaches native code or memory',
    ],
    [
      'code that reaches what a person may approve',
      changeOf({ files: [file('a.py', 'import subprocess\n')] }),
      'needs-approval',
      'Repair the failure without that.',
    ],
  ])('is refused if it has %s', (_, change, gate, reason) => {
    expect(changeRefusal({ change, incident: attempted('old', 'older') })).toMatchObject({
      gate,
      reason: expect.stringContaining(reason),
    });
  });
});

describe('a capability that a person may approve', () => {
  const change = changeOf({ files: [file('a.py', 'import subprocess\n')], fingerprint: 'same' });
  const asked = (gate: 'needs-approval' | 'guard-red'): Guarded => {
    const [attempt] = attempted('same').attempts;
    if (!attempt) throw new Error('No attempt.');
    return { ...incident, attempts: [{ ...attempt, verdict: { kind: 'refused', gate, reason: '', output: '' } }] };
  };

  test('is refused once, with the wish to do without', () => {
    expect(changeRefusal({ change, incident: attempted() })).toMatchObject({ gate: 'needs-approval' });
  });

  test('may be run when the model insists, be it with the same change', () => {
    expect(changeRefusal({ change, incident: asked('needs-approval') })).toBeNull();
  });

  test('is still refused after an attempt that failed for another reason', () => {
    const other = { ...change, fingerprint: 'other' };
    expect(changeRefusal({ change: other, incident: asked('guard-red') })).toMatchObject({ gate: 'needs-approval' });
  });

  test('carries none along that no person may approve', () => {
    const both = changeOf({ files: [file('a.py', 'import subprocess\n'), file('b.py', 'import ctypes\n')] });
    expect(changeRefusal({ change: both, incident: asked('needs-approval') })).toMatchObject({
      gate: 'new-capability',
      reason: expect.stringContaining('b.py:1'),
    });
  });
});

describe('a change is refused if the diff', () => {
  const header = 'diff --git a/a.py b/a.py\nindex 1..2 100644\n';
  const shown = `${header}--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n`;
  const before = new Map([['a.py', 'x = 1\n']]);

  test.each([
    ['says that it is binary', `${header}Binary files a/a.py and b/a.py differ\n`],
    ['is empty', ''],
    ['shows another file', shown.replaceAll('a.py', 'b.py')],
    ['shows less', shown.replace('-x = 1\n', '').replace('-1 +1', '-1,0 +1')],
    ['shows something else', shown.replace('x = 2', 'x = 3')],
  ])('%s', (_, diff) => {
    expect(changeRefusal({ change: changeOf({ before, diff }), incident: attempted() })).toMatchObject({
      gate: 'suspicious',
      reason: "Git's diff does not show the whole change of a.py.",
    });
  });

  test('is refused where the file says that it is generated', () => {
    const made = new Map([['a.py', '# Code generated by a tool. DO NOT EDIT.\nx = 1\n']]);
    const files = [file('a.py', '# Code generated by a tool. DO NOT EDIT.\nx = 2\n')];
    const part =
      'diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n # Code generated by a tool. DO NOT EDIT.\n-x = 1\n+x = 2\n';
    expect(
      changeRefusal({ change: changeOf({ files, before: made, diff: part }), incident: attempted() }),
    ).toMatchObject({
      gate: 'forbidden-file',
      reason: expect.stringContaining('generated code'),
    });
  });

  test('but not if it shows all of it', () => {
    expect(changeRefusal({ change: changeOf({ before, diff: shown }), incident: attempted() })).toBeNull();
  });
});

test('git shows a change in full, whatever attributes the tree gives its files', async () => {
  const [before, after] = ['x = 1\nlong = 2\n', 'x = 2\nlong = 2\n'];
  const attributes = '* binary -diff linguist-generated\n*.py diff=evil filter=evil -text\n';
  using made = treeOf({
    '.gitattributes': attributes,
    'a b"ä.py': before,
    'sub/.gitattributes': attributes,
    'sub/a.py': before,
  });
  const files = ['a b"ä.py', 'sub/a.py'].map(path => file(path, after));
  const changed = await made.tree.with(files.map(({ path, text }) => ({ path, content: text, executable: false })));
  const change = changeOf({ files, before: new Map(files.map(({ path }) => [path, before])) });
  const diff = await made.tree.diff(changed);
  expect(changeRefusal({ change: { ...change, diff }, incident: attempted() })).toBeNull();
  expect(diff.match(/^\+x = 2$/gm)).toHaveLength(2);
});
