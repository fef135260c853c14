// What Debian installs of a Python distribution, packed into wheels again.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { machine, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import AdmZip from 'adm-zip';
import { amended } from '../../../src/standins/package-index/wheels/amendments.ts';
import { projectName } from '../../../src/standins/package-index/wheels/build.ts';
import { coreMetadata, fromEggInfo } from '../../../src/standins/package-index/wheels/core-metadata.ts';
import { tarEntries } from '../../../src/standins/package-index/wheels/tar-entries.ts';
import { packWheels, readWheel } from '../../../src/standins/package-index/wheels/wheel.ts';

const metadata = 'Metadata-Version: 2.1\nName: Some.Thing\nVersion: 1.2\nRequires-Python: >=3.8\n\nWords.\n';

function files(texts: Record<string, string>): Map<string, Buffer> {
  return new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}

function textsIn(content: Buffer): Record<string, string> {
  const entries = new AdmZip(content).getEntries();
  return Object.fromEntries(entries.map(entry => [entry.entryName, entry.getData().toString('utf8')]));
}

describe('the metadata', () => {
  test('is read from the headers alone', () => {
    const read = coreMetadata('Name: a\nVersion: 1\n\nName: b\nRequires-Python: >=4\n');
    expect(read).toMatchObject({ name: 'a', version: '1', requiresPython: '' });
  });

  test('without a version is refused', () => {
    expect(() => coreMetadata('Name: a\n')).toThrow('no name or version');
  });

  test('of an egg-info gets its requirements, with extras and markers', () => {
    const requires =
      'attrs>=1\n\n[:python_version < "3.11"]\ntomli\n\n[test]\npytest\n\n[test:os_name == "nt"]\ncolorama ; x == "y"\n';
    const lines = fromEggInfo('Metadata-Version: 1.2\nName: a\nVersion: 1\n\nWords.\n', requires).text.split('\n');
    expect(lines).toEqual([
      'Metadata-Version: 2.1',
      'Requires-Dist: attrs>=1',
      'Requires-Dist: tomli ; (python_version < "3.11")',
      'Provides-Extra: test',
      'Requires-Dist: pytest ; extra == "test"',
      'Requires-Dist: colorama ; (x == "y") and (os_name == "nt") and extra == "test"',
      ...['Name: a', 'Version: 1', '', 'Words.', ''],
    ]);
  });
});

describe('a wheel', () => {
  test('has the files, and a record of each with its digest', () => {
    const installed = files({
      'thing/__init__.py': 'x = 1\n',
      'Some.Thing-1.2.dist-info/METADATA': metadata,
      'Some.Thing-1.2.dist-info/INSTALLER': 'debian',
      'Some.Thing-1.2.dist-info/entry_points.txt': '[console_scripts]\nthing = thing:main\n',
    });
    const [wheel, ...more] = packWheels(installed);
    expect(more).toEqual([]);
    expect(wheel?.filename).toBe('Some_Thing-1.2-py3-none-any.whl');
    const texts = textsIn(wheel?.content ?? Buffer.of());
    const info = 'Some_Thing-1.2.dist-info';
    const names = [
      `${info}/METADATA`,
      `${info}/RECORD`,
      `${info}/WHEEL`,
      `${info}/entry_points.txt`,
      'thing/__init__.py',
    ];
    expect(Object.keys(texts).sort()).toEqual(names);
    expect(texts[`${info}/WHEEL`]).toContain('Root-Is-Purelib: true\nTag: py3-none-any\n');
    expect(texts[`${info}/RECORD`]?.split('\n')).toContain(
      '"thing/__init__.py",sha256=nia_NpkRxFwkPGhBR7I_yeHc_PJX0pmhxjIBam_NM_Q,6',
    );
  });

  test.each([
    ['a.cpython-311-x86_64-linux-gnu.so', `cp311-cp311-linux_${machine()}`],
    ['a.abi3.so', `cp311-abi3-linux_${machine()}`],
    ['a.py', 'py3-none-any'],
  ])('with %s is tagged %s', (name, tag) => {
    const [wheel] = packWheels(files({ [name]: '', 'a-1.dist-info/METADATA': 'Name: a\nVersion: 1\n' }));
    expect(wheel?.filename).toBe(`a-1-${tag}.whl`);
  });

  test('is made for each of several distributions, from the files named like it', () => {
    const installed = files({
      'flit/__init__.py': '',
      'flit_core/__init__.py': '',
      'flit-3.dist-info/METADATA': 'Name: flit\nVersion: 3\n',
      'flit_core-3.dist-info/METADATA': 'Name: flit_core\nVersion: 3\n',
    });
    const wheels = packWheels(installed);
    expect(wheels.map(({ filename }) => filename)).toEqual(['flit-3-py3-none-any.whl', 'flit_core-3-py3-none-any.whl']);
    expect(Object.keys(textsIn(wheels[0]?.content ?? Buffer.of()))).not.toContain('flit_core/__init__.py');
    expect(() => packWheels(new Map([...installed, ['other.py', Buffer.of()]]))).toThrow('does other.py belong to?');
  });

  test('is read back as it was packed', () => {
    const [wheel] = packWheels(files({ 'Some.Thing-1.2.dist-info/METADATA': metadata }));
    if (!wheel) throw new Error('nothing was packed');
    expect(readWheel(wheel.filename, wheel.content).metadata).toEqual(coreMetadata(metadata));
  });
});

describe('what Debian changed is changed back:', () => {
  const surroundings = { needed: [], shipped: files({ 'pip-25-py3-none-any.whl': 'pip' }) };

  test.each(['a.egg-info/PKG-INFO', 'a-1.dist-info/METADATA'])('requirements that %s lacks', path => {
    const given = files({ [path]: 'Metadata-Version: 2.1\nName: a\nVersion: 1\n' });
    const after = amended(given, { ...surroundings, needed: ['attrs', 'six'] });
    expect(after.get(path)?.toString()).toBe(
      'Metadata-Version: 2.1\nRequires-Dist: attrs\nRequires-Dist: six\nName: a\nVersion: 1\n',
    );
  });

  test.each(['+ds', '+dfsg1', '+repack'])('a version that ends with %s', suffix => {
    const given = files({ 'a-1.dist-info/METADATA': `Name: a\nVersion: 1.0${suffix}\n` });
    expect(amended(given, surroundings).get('a-1.dist-info/METADATA')?.toString()).toBe('Name: a\nVersion: 1.0\n');
  });

  test('the name of a command', () => {
    const path = 'coverage.egg-info/entry_points.txt';
    const given = files({ [path]: '[console_scripts]\npython-coverage = coverage.cmdline:main\n' });
    const after = amended(given, surroundings).get(path)?.toString();
    expect(after).toBe('[console_scripts]\ncoverage = coverage.cmdline:main\n');
  });

  test('virtualenv has its wheels with it again', () => {
    const path = 'virtualenv/seed/wheels/embed/__init__.py';
    const after = amended(files({ [path]: "BUNDLE_FOLDER = Path('/usr/share/python-wheels')\n" }), surroundings);
    expect(after.get(path)?.toString()).toBe("BUNDLE_FOLDER = Path(__file__).parent / 'wheels'\n");
    expect(after.get('virtualenv/seed/wheels/embed/wheels/pip-25-py3-none-any.whl')?.toString()).toBe('pip');
    expect(() => amended(files({ [path]: '' }), surroundings)).toThrow('no BUNDLE_FOLDER');
  });
});

test('a tar archive is read with its long paths and links', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightwatch-tar-'));
  try {
    const long = join('a'.repeat(90), 'b'.repeat(90));
    mkdirSync(join(folder, 'a'.repeat(90)));
    writeFileSync(join(folder, long), 'x'.repeat(600));
    writeFileSync(join(folder, 'empty'), '');
    symlinkSync(`../${'c'.repeat(120)}`, join(folder, 'link'));
    const entries = tarEntries(execFileSync('tar', ['--format=gnu', '-C', folder, '-c', '.']));
    expect([...entries.keys()].sort()).toEqual([long, 'empty', 'link']);
    expect(entries.get(long)).toEqual({ content: Buffer.from('x'.repeat(600)) });
    expect(entries.get('empty')).toEqual({ content: Buffer.of() });
    expect(entries.get('link')).toEqual({ target: `../${'c'.repeat(120)}` });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['Some.Thing', 'some-thing'],
  ['zope.interface', 'zope-interface'],
  ['a--b__c', 'a-b-c'],
])('the project of %s is %s', (name, project) => {
  expect(projectName(name)).toBe(project);
});
