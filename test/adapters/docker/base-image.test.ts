// Which faults of a pull end an incident with the image's name, and which are worth another try.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { baseImage } from '../../../src/adapters/docker/setup/base-image.ts';
import { Transient } from '../../../src/ports.ts';
import { type PullingEngine, pullingEngine } from './pulling-engine.ts';

let engine: PullingEngine;
beforeAll(async () => {
  engine = await pullingEngine();
});
afterAll(() => engine.close());

test.each([
  ['a tag that does not exist', 404, 'manifest for postgres:16 not found: manifest unknown: manifest unknown'],
  [
    'an unknown repository',
    404,
    "pull access denied for acme/db, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  ['a private image on GitHub', 500, 'Head "https://ghcr.io/v2/acme/db/manifests/16": denied: denied'],
  ['a wrong password', 500, 'Head "https://registry.example/v2/db/manifests/16": unauthorized: access refused'],
  [
    'a token that is refused',
    500,
    'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?service=ghcr.io: 403 Forbidden',
  ],
  ['a private image on ECR', 500, 'Head "https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/db": no basic auth credentials'],
  ['no image for this platform', 200, 'no matching manifest for linux/amd64 in the manifest list entries'],
  ['an image for Windows', 200, 'image operating system "windows" cannot be used on this platform'],
])('the image cannot be had, and the answer names it: %s', async (_, status, message) => {
  engine.fault = { status, message };
  const found = await baseImage(engine.docker, 'postgres:16');
  expect(found).toMatchObject({
    kind: 'unavailable',
    reason: expect.stringMatching(/^The image postgres:16 is not available: /),
  });
  expect(found.kind === 'unavailable' && found.reason).toContain(message);
});

test.each([
  [
    'no registry',
    500,
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 127.0.0.53:53: no such host',
  ],
  ['a refused connection', 500, 'Get "http://localhost:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused'],
  [
    'an address with a word of refusal',
    500,
    'Get "https://ghcr.io/v2/acme/unauthorized/manifests/denied": net/http: TLS handshake timeout',
  ],
  ['a rate limit', 500, 'toomanyrequests: You have reached your pull rate limit.'],
  ['a registry that is down', 500, 'received unexpected HTTP status: 503 Service Unavailable'],
  ['a connection that breaks', 200, 'unexpected EOF'],
  ['a disk of the engine', 200, 'failed to register layer: open /var/lib/docker/x: permission denied'],
])('the pull is tried again later, and the fault names the image: %s', async (_, status, message) => {
  engine.fault = { status, message };
  const pulled = baseImage(engine.docker, 'postgres:16');
  await expect(pulled).rejects.toThrow(Transient);
  await expect(pulled).rejects.toThrow('Could not pull the image postgres:16.');
});

test.each([
  `nightwatch/environment:${'a'.repeat(64)}`,
  `docker.io/nightwatch/environment:${'a'.repeat(64)}`,
  `index.docker.io/nightwatch/service:${'a'.repeat(64)}-0`,
  `nightwatch/service-image:${'a'.repeat(64)}`,
  'nightwatch/environment',
  `sha256:${'a'.repeat(64)}`,
  'sha256:a1b2',
])('a workflow cannot name what is kept for another repository: %s', async name => {
  // Any answer but this one would ask the engine, which refuses everything.
  engine.fault = { status: 500, message: 'no such host' };
  expect(await baseImage(engine.docker, name)).toMatchObject({ kind: 'unavailable' });
});

test.each(['nightwatch/environments:1', 'acme/nightwatch:1', 'sha256sum:1'])(
  '%s is a name like any other',
  async name => {
    engine.fault = { status: 404, message: `${name} not found` };
    expect(await baseImage(engine.docker, name)).toMatchObject({ reason: expect.stringContaining('is not available') });
  },
);
