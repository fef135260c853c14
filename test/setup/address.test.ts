// Where this server is reached: by people, by GitHub, and by pages of other sites that only say so.
import { describe, expect, test } from '@jest/globals';
import { configFrom } from '../../src/config.ts';
import { addressOf, hookOf, isOurHost, isOurOrigin } from '../../src/setup/address.ts';

function addressFrom(environment: Record<string, string>, port = 3000) {
  return addressOf(configFrom(environment).server, port);
}

describe('the address of the set-up page', () => {
  test.each([
    [{}, 3000, 'http://localhost:3000'],
    [{ HOST: '0.0.0.0' }, 3000, 'http://localhost:3000'],
    [{ HOST: '::' }, 80, 'http://localhost'],
    [{ HOST: 'fd00::5' }, 3000, 'http://[fd00::5]:3000'],
    [{ HOST: '10.0.0.5' }, 8080, 'http://10.0.0.5:8080'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://nightwatch.test/' }, 3000, 'https://nightwatch.test'],
  ])('with %j on port %i is %s', (environment, port, origin) => {
    expect(addressFrom(environment, port).origin).toBe(origin);
  });

  test.each([
    ['localhost:3000', true],
    ['LOCALHOST:3000', true],
    ['127.0.0.1:3000', true],
    ['[::1]:3000', true],
    ['nightwatch.test', true],
    ['localhost', false],
    ['localhost:3001', false],
    ['nightwatch.test:3000', false],
    ['nightwatch.test.evil.example', false],
    [undefined, false],
  ])('is reached by the host %s: %s', (host, expected) => {
    expect(isOurHost(addressFrom({ PUBLIC_URL: 'https://nightwatch.test' }), host)).toBe(expected);
  });

  test.each([
    ['https://nightwatch.test', true],
    ['http://localhost:3000', true],
    // A page that was not protected on its way.
    ['http://nightwatch.test', false],
    ['https://localhost:3000', false],
    ['https://evil.example', false],
    ['null', false],
    [undefined, false],
  ])('has forms of the origin %s: %s', (origin, expected) => {
    expect(isOurOrigin(addressFrom({ PUBLIC_URL: 'https://nightwatch.test' }), origin)).toBe(expected);
  });
});

describe('GitHub’s way to this server', () => {
  const channel = 'https://smee.io/abc';

  test.each([
    [
      'a public address',
      { PUBLIC_URL: 'https://nightwatch.test' },
      'direct',
      'https://nightwatch.test/api/github/webhooks',
    ],
    [
      'a path of its own',
      { PUBLIC_URL: 'https://nightwatch.test', WEBHOOK_PATH: '/hooks' },
      'direct',
      'https://nightwatch.test/hooks',
    ],
    ['a channel', { WEBHOOK_PROXY_URL: channel }, 'relayed', channel],
    [
      'both',
      { PUBLIC_URL: 'https://nightwatch.test', WEBHOOK_PROXY_URL: channel },
      'direct',
      'https://nightwatch.test/api/github/webhooks',
    ],
    [
      'an address of this machine',
      { PUBLIC_URL: 'http://localhost:8080', WEBHOOK_PROXY_URL: channel },
      'relayed',
      channel,
    ],
    [
      'an address of this machine that GitHub is on as well',
      { PUBLIC_URL: 'http://localhost:8080', GHE_HOST: '127.0.0.1:4000', GHE_PROTOCOL: 'http' },
      'direct',
      'http://localhost:8080/api/github/webhooks',
    ],
  ])('with %s', (_, environment, kind, url) => {
    expect(hookOf(configFrom(environment))).toEqual({ kind, url });
  });

  test.each([{}, { PUBLIC_URL: 'http://127.0.0.1:3000' }, { PUBLIC_URL: 'http://[::1]:3000' }])(
    'there is none yet with %j',
    environment => {
      expect(hookOf(configFrom(environment))).toBeNull();
    },
  );
});
