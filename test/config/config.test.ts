import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, configFrom, secretsOf } from '../../src/config.ts';
import { allLanguages } from '../../src/languages/languages.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const registered = { APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'a real secret', GEMINI_API_KEY: 'key' };

function refusal(environment: Record<string, string>): string {
  try {
    configFrom(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was taken');
}

describe('the configuration', () => {
  test('an empty environment is enough for the set-up page', () => {
    const config = configFrom({});
    expect(config.credentials).toBeNull();
    expect(config.server).toEqual({ port: 3000, host: 'localhost', publicUrl: undefined });
    expect(config.databaseUrl).toBe('file:./.nightwatch/nightwatch.db');
  });

  test('a registered App has credentials', () => {
    expect(configFrom(registered).credentials).toEqual({ appId: 12, privateKey: pem });
  });

  test('the budget of what is kept is in MiB', () => {
    expect(configFrom({ KEPT_DISK_MB: '3' }).keptBytes).toBe(3 * 1024 * 1024);
    expect(configFrom({}).keptBytes).toBe(50 * 1024 ** 3);
  });

  test('an Enterprise Server has its API under /api/v3', () => {
    expect(configFrom({ GHE_HOST: 'git.acme.test' }).githubApiUrl).toBe('https://git.acme.test/api/v3');
  });

  test('every bad value is named at once, with what is expected', () => {
    const message = refusal({ PORT: 'http', LOG_LEVEL: 'loud', INCIDENT_ATTEMPTS: '9', GEMINI_BASE_URL: 'nowhere' });
    expect(message).toContain('PORT: expected a whole number from 0 to 65535');
    expect(message).toContain('LOG_LEVEL: expected trace, debug, info, warn, error or fatal');
    expect(message).toContain('INCIDENT_ATTEMPTS: expected at most 3');
    expect(message).toContain('GEMINI_BASE_URL: expected an http or https URL');
  });

  test.each(['', 'development'])('a registered App with the webhook secret %p is refused', secret => {
    for (const NODE_ENV of ['development', 'production'])
      expect(refusal({ ...registered, NODE_ENV, WEBHOOK_SECRET: secret })).toContain('WEBHOOK_SECRET');
  });

  test('a registered App without its key and its secret is told both', () => {
    const message = refusal({ APP_ID: '12' });
    expect(message).toContain('PRIVATE_KEY');
    expect(message).toContain('WEBHOOK_SECRET');
  });

  test('production needs nothing for the set-up page either', () => {
    expect(configFrom({ NODE_ENV: 'production' }).credentials).toBeNull();
  });

  test.each([
    ['https://nightwatch.example.com/', 'https://nightwatch.example.com'],
    ['http://10.0.0.5:8080', 'http://10.0.0.5:8080'],
  ])('the public address %s is taken without its path', (given, origin) => {
    expect(configFrom({ PUBLIC_URL: given }).server.publicUrl).toBe(origin);
  });

  test('a public address below a path is refused, and so is an organization that is an address', () => {
    const message = refusal({ PUBLIC_URL: 'https://example.com/nightwatch', GH_ORG: 'https://github.com/acme' });
    expect(message).toContain('PUBLIC_URL: expected an address without a path');
    expect(message).toContain('GH_ORG: expected the name of an organisation');
  });

  test('a private key that is none is told so', () => {
    expect(refusal({ ...registered, PRIVATE_KEY: 'nonsense!' })).toContain('PRIVATE_KEY: ');
  });

  test('.env.example names every variable with its default, and nothing else', () => {
    const root = join(import.meta.dirname, '../..');
    const example = readFileSync(join(root, '.env.example'), 'utf8');
    const source = readFileSync(join(root, 'src/config/variables.ts'), 'utf8');
    const indexes = allLanguages.flatMap(({ building }) => building.indexVariables);
    const block = source.slice(source.indexOf('const Variables'), source.indexOf('type Variables'));
    const named = [...block.matchAll(/^ {2}([A-Z_]+):/gm)].map(match => match[1]);
    const lines = [...example.matchAll(/^([A-Za-z_]+)=(.*)$/gm)];
    expect(lines.map(match => match[1]).sort()).toEqual([...named, ...indexes].sort());
    expect(configFrom(Object.fromEntries(lines.map(match => [match[1], match[2]])))).toEqual(configFrom({}));
  });

  describe('the hosts that setup may reach', () => {
    test.each([
      ['mirror.acme.test', { host: 'mirror.acme.test', subdomains: false, ports: [80, 443] }],
      ['*.acme.test', { host: 'acme.test', subdomains: true, ports: [80, 443] }],
      ['Mirror.ACME.test.:8080', { host: 'mirror.acme.test', subdomains: false, ports: [8080] }],
      ['bücher.test', { host: 'xn--bcher-kva.test', subdomains: false, ports: [80, 443] }],
      ['10.0.0.5:8080', { host: '10.0.0.5', subdomains: false, ports: [8080] }],
      ['0x0a.5:8080', { host: '10.0.0.5', subdomains: false, ports: [8080] }],
      ['[FD00:0::5]:8080', { host: '[fd00::5]', subdomains: false, ports: [8080] }],
    ])('may be listed as %s', (word, host) => {
      expect(configFrom({ SANDBOX_ALLOWED_HOSTS: word }).sandbox.allowedHosts).toEqual([host]);
    });

    test.each([
      ...['*', '*.', 'a*.test', '*.10.0.0.5', '*.[fd00::5]', 'fd00::5', 'https://a.test', 'a.test/simple', 'me@a.test'],
      ...['a.test:0x50', 'a.test:65536', 'a.test:', '10.0.0.0/8', 'a%20b'],
    ])('may not be listed as %s', word => {
      expect(refusal({ SANDBOX_ALLOWED_HOSTS: `a.test ${word}` })).toContain('SANDBOX_ALLOWED_HOSTS: expected hosts');
    });

    test('have the package index among them, with its own port', () => {
      const variables = {
        SANDBOX_ALLOWED_HOSTS: 'a.test, b.test\n',
        PIP_INDEX_URL: 'http://172.17.0.1:4873/simple',
        UV_INDEX: 'inner=https://me:word@c.test/simple',
        PIP_TRUSTED_HOST: 'd.test',
      };
      const { allowedHosts } = configFrom(variables).sandbox;
      const named = allowedHosts.map(({ host, ports }) => `${host} ${ports.join(' ')}`);
      expect(named.sort()).toEqual(['172.17.0.1 4873', 'a.test 80 443', 'b.test 80 443', 'c.test 80 443']);
    });
  });

  describe('the host’s own proxy', () => {
    test('has a URL by scheme, and its credentials among the secrets', () => {
      const config = configFrom({
        HTTP_PROXY: 'proxy.acme.test:3128',
        HTTPS_PROXY: 'http://worker:s%2Fcret-word@proxy.acme.test:3129',
        NO_PROXY: 'localhost, .acme.test 10.0.0.0/8',
      });
      expect(config.sandbox).toMatchObject({
        upstream: {
          http: 'http://proxy.acme.test:3128',
          https: 'http://worker:s%2Fcret-word@proxy.acme.test:3129',
        },
        direct: ['localhost', '.acme.test', '10.0.0.0/8'],
      });
      expect(secretsOf(config)).toEqual(['worker', 's%2Fcret-word', 's/cret-word']);
    });

    test.each(['https://proxy.acme.test', 'socks5://proxy.acme.test:1080', 'proxy acme'])('at %p is refused', url => {
      expect(refusal({ HTTPS_PROXY: url })).toContain('HTTPS_PROXY: expected http://[user:password@]host[:port]');
    });
  });

  describe('a package index', () => {
    const index = {
      PIP_INDEX_URL: 'https://reader:s%2Fcret-word@mirror.acme.test/simple',
      PIP_EXTRA_INDEX_URL: 'https://a.test/simple http://b.test/simple',
      PIP_TRUSTED_HOST: 'b.test',
      UV_INDEX: 'inner=https://c.test/simple',
    };

    test('is handed to setup as it is, and nothing else of the environment', () => {
      const { packageIndex } = configFrom({ ...index, UV_DEFAULT_INDEX: '', PIP_CONFIG_FILE: '/etc/pip.conf' }).sandbox;
      expect(packageIndex).toEqual(index);
    });

    test('has its credentials among the secrets, as written and decoded', () => {
      const secrets = secretsOf(configFrom({ ...registered, ...index, DASHBOARD_TOKEN: 'sixteen or more characters' }));
      const own = [pem, 'key', 'a real secret', 'sixteen or more characters'];
      expect(secrets).toEqual([...own, 'reader', 's%2Fcret-word', 's/cret-word']);
      expect(secretsOf(configFrom({}))).toEqual([]);
    });

    test.each(['mirror.acme.test', 'ftp://mirror.acme.test/simple', 'https://a.test/simple nowhere'])(
      'at %p is refused',
      url => {
        expect(refusal({ PIP_INDEX_URL: url })).toContain('PIP_INDEX_URL: expected http or https URLs');
      },
    );
  });
});
