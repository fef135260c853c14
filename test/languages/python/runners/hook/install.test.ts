import { afterAll, expect, test } from '@jest/globals';
import { hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

test('the hook is put into every environment, through no link, and what cannot be written is said', async () => {
  await container.asRoot(`
    cd /home/runner/work/shop/shop
    mkdir -p .tox/py/lib/python3.9/site-packages /home/runner/.cache/pypoetry/virtualenvs/x/lib/python3.11/site-packages
    mkdir -p /etc/outside/site-packages /opt/full/site-packages/nightwatch.pth .nox/tests/lib/python3.12/site-packages
    ln -s /etc/outside linked
    ln -s /etc/outside/target .nox/tests/lib/python3.12/site-packages/nightwatch.pth`);
  const told = (await container.install()).trim().split('\n');
  const expected = [
    '/home/runner/.cache/pypoetry/virtualenvs/x/lib/python3.11/site-packages/nightwatch.pth',
    '/home/runner/work/shop/shop/.nox/tests/lib/python3.12/site-packages/nightwatch.pth',
    '/home/runner/work/shop/shop/.tox/py/lib/python3.9/site-packages/nightwatch.pth',
    '/opt/full/site-packages/nightwatch.pth: not written: Is a directory',
    // Of the interpreter itself, whichever folder its image has it in.
    expect.stringMatching(/^\/usr\/.*-packages\/nightwatch.pth$/),
    expect.stringMatching(/^\/usr\/.*\/sitecustomize.py$/),
  ];
  expect(told).toEqual(expect.arrayContaining(expected));
  expect(told.join()).not.toMatch(/outside|linked/);
  const written = '/home/runner/work/shop/shop/.nox/tests/lib/python3.12/site-packages/nightwatch.pth';
  expect(await container.asRoot(`stat -c '%F %a %u' ${written}; ls /etc/outside`)).toBe(
    'regular file 644 0\nsite-packages\n',
  );
});

test('without a configuration an interpreter is as it would be without us', async () => {
  const seen = await container.asRoot(
    `python3 -c "import sys; print([name for name in sys.modules if 'nightwatch' in name])"`,
  );
  expect(seen.trim()).toBe('[]');
});
