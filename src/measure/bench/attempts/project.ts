// The demo with a set-up that costs what a real one does: its requirements are source packages in the repository,
// which pip has to build, install and compile. So it needs no package index, and nothing is fetched that might be slow today.
import { demoFiles } from '../../../demo/demo-files.ts';

/** A web project of middling size ends up with about as many; their install takes CI twenty seconds and more. */
export const packages = 20;
export const modulesEach = 60;
const functionsEach = 25;

/** Text by path: the demo as it was green, and what turns it red. */
export async function project(): Promise<{ green: Record<string, string>; exposing: Record<string, string> }> {
  const { green, exposing } = await demoFiles();
  const names = Array.from({ length: packages }, (_, index) => `library_${String(index + 1).padStart(2, '0')}`);
  const requirements = names.map(name => `./vendor/${name}\n`).join('');
  const files = { ...green, ...Object.assign({}, ...names.map(sourcePackage)), 'requirements.txt': requirements };
  const workflow = '.github/workflows/ci.yml';
  const install = 'pip install --no-index --no-build-isolation -r requirements.txt';
  // CI on the pull request would only be waited for.
  const ci = (green[workflow] ?? '')
    .replace('pip install -r requirements.txt', install)
    .replace('  pull_request:\n', '');
  if (!ci.includes(install)) throw new Error('The demo no longer installs its requirements as it did.');
  return { green: { ...files, [workflow]: ci }, exposing };
}

function sourcePackage(name: string): Record<string, string> {
  const setup = `from setuptools import setup\n\nsetup(name="${name}", version="1.0", packages=["${name}"])\n`;
  const modules = Array.from({ length: modulesEach }, (_, index) => [
    `vendor/${name}/${name}/module_${index}.py`,
    moduleText(index),
  ]);
  return {
    [`vendor/${name}/setup.py`]: setup,
    [`vendor/${name}/${name}/__init__.py`]: '',
    ...Object.fromEntries(modules),
  };
}

function moduleText(index: number): string {
  const functions = Array.from({ length: functionsEach }, (_, number) =>
    [
      `def step_${number}(values, limit=${index + number}):`,
      '    """Sum what is below the limit, and say how many were left out."""',
      '    kept = [value for value in values if value < limit]',
      '    left_out = len(values) - len(kept)',
      '    return {"sum": sum(kept), "left_out": left_out, "limit": limit}',
      '',
      '',
    ].join('\n'),
  );
  return `"""Sums of many kinds."""\n\n${functions.join('')}`;
}
