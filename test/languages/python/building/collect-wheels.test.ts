// The wheels that pip downloaded during setup get their names back.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { runBare } from '../../../standins/package-index/bare-container.ts';

const source = new URL('../../../../src/languages/python/building/after-setup/collect_wheels.py', import.meta.url);
/** Files in the order of setuptools' own wheel: what it brings along comes first. */
const download = `
import zipfile

with zipfile.ZipFile('x.body', 'w') as wheel:
    wheel.writestr('shop/_vendor/other-2.0.dist-info/WHEEL', 'Tag: cp311-cp311-linux_x86_64\\n')
    wheel.writestr('shop-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nTag: py2-none-any\\nTag: py3-none-any\\n')
`;

test('from their own metadata, not from that of a package that they bring along', async () => {
  const files = { 'collect_wheels.py': readFileSync(source, 'utf8'), 'download.py': download };
  const script =
    'mkdir -p cache/http-v2/a && python download.py && mv x.body cache/http-v2/a && python collect_wheels.py out cache && ls out';
  expect(await runBare(files, script, {})).toEqual({ exitCode: 0, output: 'shop-1.0-py2.py3-none-any.whl\n' });
});
