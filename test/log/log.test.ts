import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { openLog } from '../../src/log.ts';

function paper() {
  const lines: string[] = [];
  const to = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { to, text: () => lines.join('') };
}

const secrets = ['a dashboard token/with=signs', '-----BEGIN KEY-----\nabc\n-----END KEY-----'];

describe.each([true, false])('in production: %p', isProduction => {
  test('a line says what happened, and no secret of ours stands in it', async () => {
    const { to, text } = paper();
    const { log, close } = await openLog({ level: 'info', isProduction, secrets }, to);
    log.info(
      { req: { url: `/incidents?token=${encodeURIComponent(secrets[0] ?? '')}` }, key: secrets[1] },
      'Asked for a page',
    );
    log.warn(`it came with ${secrets[0]}`);
    await new Promise(setImmediate);
    close();
    expect(text()).toContain('Asked for a page');
    expect(text()).toContain('<SECRET>');
    expect(text()).not.toContain('with=signs');
    expect(text()).not.toContain('with%3Dsigns');
    expect(text()).not.toContain('abc');
  });
});
