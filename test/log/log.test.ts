import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { valueMasker } from '../../src/adapters/secrets/mask-value.ts';
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

const mask = valueMasker();
const secrets = ['a dashboard token/with=signs', '-----BEGIN KEY-----\nabc\n-----END KEY-----'];

describe.each([true, false])('in production: %p', isProduction => {
  test('a line says what happened, and no secret of ours stands in it', async () => {
    const { to, text } = paper();
    const { log, close } = await openLog({ level: 'info', isProduction, secrets, mask }, to);
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

  test("nor does one of somebody else's: in a sentence, an error or a field; and lines keep their order", async () => {
    const { to, text } = paper();
    const password = ['hu', 'nter2-Kq9', 'vXw'].join('');
    const { log, close } = await openLog({ level: 'info', isProduction, secrets, mask }, to);
    log.info(`could not reach postgres://app:${password}@localhost/db`);
    log.error({ err: new Error(`login with DB_PASSWORD=${password}`), env: { DB_PASSWORD: password } }, 'It "failed"');
    log.info('The last line');
    await new Promise(setImmediate);
    close();
    expect(text()).not.toContain(password);
    expect(text()).toMatch(/could not reach postgres:\/\/app:<SECRET:1>@localhost.*failed.*The last line/s);
    if (isProduction) for (const line of text().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
  });
});

test('of an error only what describes it is logged: no event, payload, cookie or header', async () => {
  const { to, text } = paper();
  const { log, close } = await openLog({ level: 'debug', isProduction: true, secrets, mask }, to);
  const event = { id: 'guid', name: 'push', payload: { private: 'code' } };
  const request = { headers: { cookie: 'crumbs' }, body: 'private' };
  log.error(Object.assign(new Error('It failed'), { event, request, status: 404 }));
  log.error({
    err: Object.assign(new AggregateError([Object.assign(new Error('Inner'), { event })], 'Both'), { event }),
  });
  log.debug({ event }, 'Webhook received');
  await new Promise(setImmediate);
  close();
  expect(text()).toMatch(/It failed.*404.*Both.*guid.*Webhook received/s);
  expect(text()).not.toMatch(/private|crumbs/);
});

test('a line that cannot be masked is not shown, and the next one is', async () => {
  const { to, text } = paper();
  const failing = async <Value>(value: Value) => {
    if (JSON.stringify(value).includes('first')) throw new Error('The thread is gone.');
    return value;
  };
  const { log, close } = await openLog({ level: 'info', isProduction: true, secrets, mask: failing }, to);
  log.info('the first one');
  log.info('the second one');
  await new Promise(setImmediate);
  close();
  expect(text()).toMatch(/^A line of the log could not be masked, and is left out\.\n\{.*the second one/);
});
