// The runner's decisions by themselves: matrices, expressions, file commands, what a job shares with the host.
import { describe, expect, test } from '@jest/globals';
import { readPairs } from '../../../src/standins/runner/file-commands.ts';
import { hostConnections } from '../../../src/standins/runner/host-connections.ts';

describe('a file command', () => {
  test('is a pair, or a block that keeps its lines', () => {
    expect(readPairs('a=1=2\n\nb<<END\nx\n\ny\nEND\nc=\n')).toEqual({
      pairs: { a: '1=2', b: 'x\n\ny', c: '' },
      complaint: undefined,
    });
  });

  test('that never ends is complained about', () => {
    expect(readPairs('b<<END\nx\n').complaint).toBe("Invalid value. Matching delimiter not found 'END'");
  });
});

describe('a job shares with its host', () => {
  test('proxies and the certificate bundle, and nothing else', () => {
    const bundle = import.meta.filename;
    const { env, binds } = hostConnections({
      HTTPS_PROXY: 'http://proxy:3128',
      PIP_CERT: bundle,
      GEMINI_API_KEY: 'secret',
    });
    expect(binds).toEqual([`${bundle}:/etc/nightwatch-host-ca.pem:ro`]);
    expect(env['HTTPS_PROXY']).toBe('http://proxy:3128');
    expect(env['PIP_CERT']).toBe('/etc/nightwatch-host-ca.pem');
    expect(Object.values(env)).not.toContain('secret');
  });

  test('no bundle that is not there', () => {
    expect(hostConnections({ SSL_CERT_FILE: '/nowhere/ca.pem' })).toEqual({ env: {}, binds: [] });
  });
});
