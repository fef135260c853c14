import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { Probot } from 'probot';
import { politeOctokit } from '../../../src/adapters/github/polite-octokit.ts';

test('a spent rate limit fails at once, even where Probot would wait', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inAnHour });
    response.end(JSON.stringify({ message: 'API rate limit exceeded' }));
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const encoding = { publicKeyEncoding: { type: 'spki', format: 'pem' } as const };
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    ...encoding,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const app = new Probot({
    appId: 1,
    privateKey,
    secret: 'x',
    baseUrl: `http://127.0.0.1:${port}`,
    logLevel: 'fatal',
    Octokit: politeOctokit(),
  });
  try {
    const octokit = await app.auth();
    await expect(octokit.request('GET /app')).rejects.toMatchObject({ status: 403 });
    expect(asked).toBe(1);
  } finally {
    server.closeAllConnections();
    await new Promise(closed => server.close(closed));
  }
});
