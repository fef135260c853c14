// The package index as installers see it: over HTTP, and for real in containers that have nothing but pip.
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PackageIndex, startPackageIndex } from '../../../src/standins/package-index/package-index.ts';
import {
  packageIndexObstacle,
  preparePackageIndex,
} from '../../../src/standins/package-index/prepare-package-index.ts';
import { runBare } from './bare-container.ts';
import { project } from './projects.ts';

const obstacle = packageIndexObstacle();
const describeHere = obstacle === undefined ? describe : describe.skip;

describeHere(`the package index${obstacle === undefined ? '' : ` (${obstacle})`}`, () => {
  let index: PackageIndex;

  beforeAll(async () => {
    index = await startPackageIndex();
  });

  afterAll(async () => {
    await index[Symbol.asyncDispose]();
  });

  test('lists its projects, and the files of one with digest and Python', async () => {
    const list = await (await fetch(index.url)).text();
    expect(list).toContain('<a href="/simple/pytest/">pytest</a>');
    const files = await (await fetch(new URL('PyTest/', index.url))).text();
    const [, path = '', digest, python] =
      /<a href="([^"#]+)#sha256=([0-9a-f]{64})" data-requires-python="([^"]+)">pytest-8/.exec(files) ?? [];
    expect(python).toBe('&gt;=3.8');
    const response = await fetch(new URL(path, index.url));
    expect(response.headers.get('cache-control')).toContain('immutable');
    const wheel = await response.bytes();
    expect(Buffer.from(await crypto.subtle.digest('SHA-256', wheel)).toString('hex')).toBe(digest);
  });

  test.each(['simple/no-such-project/', 'files/no-such.whl', 'files/..%2findex.json', 'files/index.json'])(
    'has no %s',
    async path => {
      expect((await fetch(new URL(`/${path}`, index.url))).status).toBe(404);
    },
  );

  test('meets every requirement of its own packages on the image’s Python', async () => {
    const binds = [`${await preparePackageIndex(() => {})}:/wheels:ro`];
    const script = 'PYTHONPATH=$(echo /wheels/packaging-2[5-9]*.whl) python unmet.py';
    expect(await runBare({ 'unmet.py': unmet }, script, { binds })).toEqual({ exitCode: 0, output: '' });
  });

  test.each([
    ['pip, with the project’s extras', 'pip install -e .[test] && pytest'],
    ['tox 4', 'pip install tox && tox'],
    ['tox 3', 'pip install "tox<4" && tox'],
    ['nox', 'pip install nox && nox'],
    ['build', 'pip install build pytest && python -m build && pip install dist/*.whl && cd tests && pytest'],
    ['Poetry', 'pip install poetry && poetry install && poetry run pytest'],
  ])('serves %s', async (_, script) => {
    const { exitCode, output } = await runBare(project(index), script, { index });
    expect(stripVTControlCharacters(output)).toMatch(/ 1 passed/);
    expect(exitCode).toBe(0);
  });

  test('is where all of it comes from: without a network there is nothing', async () => {
    const { exitCode, output } = await runBare({}, 'pip install --retries 0 pytest', {});
    expect(output).toContain('No matching distribution found for pytest');
    expect(exitCode).not.toBe(0);
  });
});

/** Prints what no wheel meets, extras included where another wheel asks for them. */
const unmet = `
import email, pathlib, zipfile
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

found = {}
for path in pathlib.Path('/wheels').glob('*.whl'):
    archive = zipfile.ZipFile(path)
    [name] = [each for each in archive.namelist() if pathlib.Path(each).match('*.dist-info/METADATA') and each.count('/') == 1]
    metadata = email.message_from_bytes(archive.read(name))
    found.setdefault(canonicalize_name(metadata['Name']), []).append(metadata)

waiting = [(metadata, '') for each in found.values() for metadata in each]
seen = set()
while waiting:
    metadata, extra = waiting.pop()
    for text in metadata.get_all('Requires-Dist') or []:
        wanted = Requirement(text)
        if wanted.marker and not wanted.marker.evaluate({'extra': extra}):
            continue
        met = [each for each in found.get(canonicalize_name(wanted.name), [])
               if wanted.specifier.contains(each['Version'], prereleases=True)]
        if not met:
            print(metadata['Name'], metadata['Version'], 'needs', text)
        for each in met:
            for asked in wanted.extras:
                if (each['Name'], each['Version'], asked) not in seen:
                    seen.add((each['Name'], each['Version'], asked))
                    waiting.append((each, asked))
`;
