// What makes an environment another one, and whom a layer of dependencies is shared with.
import { describe, expect, test } from '@jest/globals';
import {
  commitKey,
  type EnvironmentOrigin,
  environmentKey,
  type LayerOrigin,
  layerKey,
} from '../../../src/adapters/docker/setup/environment-key.ts';
import { scopeOf } from '../../../src/adapters/docker/setup/scope.ts';
import type { Script } from '../../../src/incident/reproduction.ts';
import type { TreeEntry } from '../../../src/incident/source.ts';
import type { Tree } from '../../../src/ports.ts';
import { reproduction, sampleRun } from '../../contracts/store-entries.ts';

const script: Script = { text: 'pip install -e .', shell: 'bash -e {0}', directory: '.', env: { CI: 'true' } };
const recipe = { ...reproduction.recipe, setup: [script], test: script };
const scope = scopeOf(sampleRun());
/** Knows its hash and nothing else: a key that read files would throw. */
const tree = (hash: string) => ({ hash }) as Partial<Tree> as Tree;
const environment: EnvironmentOrigin = { scope, baseImage: 'sha256:1', recipe, tree: tree('a'), workDirectory: '/w' };

const others: readonly (readonly [string, Partial<EnvironmentOrigin>])[] = [
  ['another repository, of the same name and with the same tree', { scope: scopeOf(sampleRun({ repositoryId: 7 })) }],
  ['the repository of that id on another host', { scope: scopeOf(sampleRun({ url: 'https://ghe.example/run' })) }],
  ['another branch with the same tree', { scope: scopeOf(sampleRun({ headBranch: 'evil' })) }],
  ['a pull request from the default branch', { scope: scopeOf(sampleRun({ event: 'pull_request' })) }],
  ['a branch that was the default one', { scope: scopeOf(sampleRun({ defaultBranch: 'trunk' })) }],
  ['another tree, in whatever file', { tree: tree('b') }],
  ['another base image', { baseImage: 'sha256:2' }],
  ['another name', { workDirectory: '/v' }],
  ['another setup', { recipe: { ...recipe, setup: [] } }],
  ['another variable', { recipe: { ...recipe, setup: [{ ...script, env: {} }] } }],
  ['another folder', { recipe: { ...recipe, setup: [{ ...script, directory: 'src' }] } }],
  ['another shell', { recipe: { ...recipe, setup: [{ ...script, shell: 'sh -e {0}' }] } }],
  ['another failing command', { recipe: { ...recipe, test: { ...script, text: 'pytest' } } }],
  ['another history', { recipe: { ...recipe, history: { depth: 0, tags: true } } }],
  ['another service', { recipe: { ...recipe, services: [service('postgres:16')] } }],
];

test.each(others)('%s has an environment of its own', (_, changes) => {
  expect(environmentKey({ ...environment, ...changes })).not.toBe(environmentKey(environment));
});

test('an environment is found again by the same branch, also once the repository was given to another owner', () => {
  expect(environmentKey({ ...environment, tree: tree('a') })).toBe(environmentKey(environment));
  const given = scopeOf(sampleRun({ owner: 'someone-else' }));
  expect(environmentKey({ ...environment, scope: given })).toBe(environmentKey(environment));
});

test('only runs of the default branch are of the default branch', () => {
  expect(scope.isDefaultBranch).toBe(true);
  expect(scopeOf(sampleRun({ headBranch: 'feature' })).isDefaultBranch).toBe(false);
  for (const event of ['pull_request', 'pull_request_target', 'pull_request_review'])
    expect(scopeOf(sampleRun({ event })).isDefaultBranch).toBe(false);
});

describe('a layer of dependencies', () => {
  const file: TreeEntry = { path: 'requirements.txt', kind: 'file', bytes: 4, hash: 'a'.repeat(40) };
  const layer: LayerOrigin = {
    ...{ scope, baseImage: 'sha256:1', workDirectory: '/w', language: 'python' },
    ...{ steps: [script], files: [file] },
  };

  test('is shared by the branches of a repository', () => {
    const other = scopeOf(sampleRun({ headBranch: 'feature', event: 'pull_request' }));
    expect(layerKey({ ...layer, scope: other })).toBe(layerKey(layer));
  });

  test.each<[string, Partial<LayerOrigin>]>([
    ['another repository', { scope: scopeOf(sampleRun({ repositoryId: 7 })) }],
    ['another base image', { baseImage: 'sha256:2' }],
    ['another name', { workDirectory: '/v' }],
    ['another step', { steps: [] }],
    ['another variable', { steps: [{ ...script, env: {} }] }],
    ['a changed file', { files: [{ ...file, hash: 'b'.repeat(40) }] }],
    ['a file of another kind', { files: [{ ...file, kind: 'executable' }] }],
    ['a file at another place', { files: [{ ...file, path: 'dev/requirements.txt' }] }],
    ['one file more', { files: [file, { ...file, path: 'constraints.txt' }] }],
  ])('is another one for %s', (_, changes) => {
    expect(layerKey({ ...layer, ...changes })).not.toBe(layerKey(layer));
  });

  test('is never taken for an environment', () => {
    expect(layerKey({ ...layer, steps: [script], files: [] })).not.toBe(environmentKey(environment));
  });
});

describe('the git directory of a commit', () => {
  const at = { commit: 'a'.repeat(40), history: { depth: 1, tags: false } };

  test.each([
    ['another branch, which its HEAD names', scopeOf(sampleRun({ headBranch: 'feature' })), at],
    ['another commit', scope, { ...at, commit: 'b'.repeat(40) }],
    ['more of the history', scope, { ...at, history: { depth: 0, tags: true } }],
  ])('is another one for %s', (_, otherScope, other) => {
    expect(commitKey(otherScope, other)).not.toBe(commitKey(scope, at));
  });

  test('fits, with an environment’s key, into an image’s tag', () => {
    expect(`${environmentKey(environment)}-ready-${commitKey(scope, at)}`.length).toBeLessThanOrEqual(128);
  });
});

function service(image: string) {
  return { name: 'db', image, env: {}, ports: [], health: null };
}
