// The dashboard over real HTTP on a real store: what it shows, to whom, and that nothing it quotes can act.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Entry } from '../../src/incident/incident.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import { limits, sampleEntries, sampleRun, sampleStep, stopped } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';
import { type Served, served } from './served.ts';

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await temporaryStore();
});
afterEach(async () => temporary[Symbol.asyncDispose]());

const run = sampleRun();
const entries = sampleEntries(run);
const proposal = { id: entries.published.incident.id, repositoryId: run.repositoryId ?? 0 };
const address = `/incidents/${entries.queued.incident.id}`;
const token = 'a long token of the host & co';

describe('the list', () => {
  test('without incidents says so', async () => {
    await using site = await served(temporary.store);
    const { status, headers, body } = await site.get('/incidents');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('No failing runs yet');
  });

  test('shows repository, workflow, branch, state, verdict, time and cost', async () => {
    await keep(entries.published);
    const said = { conclusion: 'success', url: 'https://github.com/octo/mail/actions/runs/2', headSha: 'd'.repeat(40) };
    await temporary.store.recordProposalRun(proposal, said);
    await using site = await served(temporary.store);
    const text = words((await site.get('/incidents')).body);
    expect(text).toMatch(
      /octo\/mail CI main published proven : pull request #7 , CI: success 2026-11-20 08:00:00 UTC \$0\.0123/,
    );
  });

  test('shows why an incident stopped and whether a person is needed', async () => {
    await keep(stopped(entries.collected.incident, 'no-guard'));
    await using site = await served(temporary.store);
    const text = words((await site.get('/incidents')).body);
    expect(text).toContain('stopped: could not write a regression test needs a person');
  });

  test('is paginated', async () => {
    for (let number = 1; number <= 30; number++) {
      await temporary.store.open(sampleRun({ runId: 18_000_000_000 + number }), limits);
      temporary.pass(1);
    }
    await using site = await served(temporary.store);
    const first = (await site.get('/incidents')).body;
    const second = (await site.get('/incidents?page=2')).body;
    expect([first, second].map(body => body.match(/href="\/incidents\/\d+-1"/g)?.length)).toEqual([25, 5]);
    expect(first).toContain('href="/incidents/18000000030-1"');
    expect(first).toContain('href="/incidents?page=2" rel="next"');
    expect(first).not.toContain('rel="prev"');
    expect(second).toContain('href="/incidents" rel="prev"');
    expect(second).not.toContain('rel="next"');
    expect((await site.get('/incidents?page=nonsense')).body).toBe(first);
    expect((await site.get('/incidents?page=999')).body).toContain('href="/incidents?page=2" rel="prev"');
  });
});

describe('the page of an incident', () => {
  test('shows every fact of a published one', async () => {
    await keep(entries.published);
    const said = { conclusion: 'failure', url: 'https://github.com/octo/mail/actions/runs/2', headSha: 'd'.repeat(40) };
    await temporary.store.recordProposalRun(proposal, said);
    await using site = await served(temporary.store);
    const { status, body } = await site.get(address);
    expect(status).toBe(200);
    const text = words(body);
    for (const shown of [
      'collect 2026-11-20 08:01:00 UTC 1.5 s next',
      'step 4: Run pytest',
      '&#39;NoneType&#39; object is not subscriptable',
      'send_notification() subscripts the user without checking',
      '✓ names a file that exists at this commit',
      '✗ names a line of the trace',
      '90%',
      'python:3.11-slim',
      '1 pass, 1 fail, 0 flaky, 0 skipped',
      'Attempt 1: rejected (guard-red) , The regression test still fails.',
      'Attempt 2: proven',
      'the regression test pytest tests/test_nightwatch_unknown_user.py 1 failed 1 passed',
      'Published tree cccccccc',
      'CI failure on dddddddd',
      '$0.0123 of at most $2.50',
      '900 in, 120 out',
    ]) {
      expect(text).toContain(shown);
    }
    expect(body).toContain('href="https://github.com/octo/mail/pull/7"');
    expect(body).toContain('<span class="hljs-keyword">assert</span> send_notification(');
    expect(body).toContain('<ins>+        return False</ins>');
    expect(body).toContain('<del>-    name = user[&quot;name&quot;]</del>');
  });

  test('shows the words, the detail and the advice of a stop', async () => {
    await keep(stopped(entries.collected.incident, 'flaky'));
    await using site = await served(temporary.store);
    const text = words((await site.get(address)).body);
    expect(text).toContain('Nightwatch stopped: the test is flaky');
    expect(text).toContain('The test both passed and failed on the same commit.');
    expect(text).toContain('It failed 1 of 3 times.');
    expect(text).toContain('What to do: Check the test for shared state');
  });

  test.each(['queued', 'collected', 'diagnosed', 'reproduced', 'guarded', 'repaired'] as const)(
    'can be shown while it is %s',
    async state => {
      await keep(entries[state]);
      await using site = await served(temporary.store);
      const { status, body } = await site.get(address);
      expect(status).toBe(200);
      expect(words(body)).toContain(`State ${state} Verdict in progress`);
      expect(body).not.toMatch(/undefined|\[object|NaN/);
    },
  );
});

describe('quoted content is inert', () => {
  const hostile = `</pre></title></style><script>alert(1)</script><img src=x onerror=alert(1)>"'>&lt;`;

  test('hostile names, logs, code and model text stay text', async () => {
    const evil = sampleRun({
      owner: hostile,
      repo: hostile,
      workflowName: hostile,
      headBranch: hostile,
      event: hostile,
    });
    await keep(poisoned({ state: 'published', incident: { ...entries.published.incident, run: evil } }), evil);
    await using site = await served(temporary.store);
    for (const path of ['/incidents', address]) {
      const { body } = await site.get(path);
      expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(body).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
      expect(body.match(/<\/style>/g)).toHaveLength(1);
    }
    function poisoned(entry: Entry): Entry {
      const text = JSON.stringify(entry, (key, value) => (free.has(key) ? hostile : value));
      return JSON.parse(text) as Entry;
    }
  });

  test('a javascript: URL is not linked', async () => {
    const evil = sampleRun({ url: 'javascript:alert(1)' });
    await keep({ state: 'queued', incident: { ...entries.queued.incident, run: evil } }, evil);
    await using site = await served(temporary.store);
    expect((await site.get(address)).body).not.toContain('javascript:');
  });

  test('every page forbids scripts, sniffing, referrers and caching', async () => {
    await using site = await served(temporary.store);
    for (const path of ['/incidents', '/incidents/1-1', '/healthz']) {
      expect((await site.get(path)).headers).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[^']+';(?!.*(script|unsafe))/,
        ),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
  });

  /** Keys whose text comes from logs, code or the model. */
  const free = new Set(
    [
      'digest',
      'message',
      'testId',
      'file',
      'cause',
      'claim',
      'idea',
      'diff',
      'source',
      'output',
      'path',
      'text',
    ].concat([
      'what',
      'command',
      'before',
      'after',
      'branch',
      'signature',
      'name',
      'errorType',
      'reason',
      'image',
      'tree',
    ]),
  );
});

describe('without the token', () => {
  test.each([
    ['directly', {}],
    ['by another name', { host: 'nightwatch.example.org' }],
    ['with an empty token', { authorization: 'Bearer ' }],
    ['with the word for none', { authorization: 'Bearer undefined' }],
  ] as [string, Record<string, string>][])('this machine sees nothing: %s', async (_, headers) => {
    await using site = await served(temporary.store, { token });
    expect((await site.get('/incidents', headers)).status).toBe(404);
    expect((await site.get('/incidents?token=', headers)).status).toBe(404);
  });

  test('nothing is shown behind a reverse proxy that sets no header', async () => {
    await keep(entries.published);
    await using site = await served(temporary.store, { token });
    const proxy = createServer((incoming, response) => {
      const passed = request(
        { port: site.port, host: '127.0.0.1', path: incoming.url ?? '/', agent: false },
        answer => {
          response.writeHead(answer.statusCode ?? 0);
          answer.pipe(response);
        },
      );
      passed.end();
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    for (const path of ['/incidents', address]) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      expect([answer.status, await answer.text()]).toEqual([404, expect.not.stringContaining('octo')]);
    }
    proxy.close();
  });
});

describe('with a token', () => {
  const query = `token=${encodeURIComponent(token)}`;
  let site: Served;
  beforeEach(async () => {
    site = await served(temporary.store, { token });
  });
  afterEach(async () => site[Symbol.asyncDispose]());

  test('a request with the token is granted from anywhere', async () => {
    const headers = {
      authorization: `Bearer ${token}`,
      host: 'nightwatch.example.org',
      'x-forwarded-for': '192.0.2.7',
    };
    expect((await site.get('/incidents', headers)).status).toBe(200);
  });

  test.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer wrong' }],
    ['a longer one', { authorization: `Bearer ${token}x` }],
    ['another scheme', { authorization: `Basic ${token}` }],
    ['the token itself as a cookie', { cookie: `nightwatch=${token}` }],
  ] as [string, Record<string, string>][])('%s opens nothing', async (_, headers) => {
    expect((await site.get('/incidents', headers)).status).toBe(404);
    expect((await site.get('/incidents?token=wrong', headers)).headers['set-cookie']).toBeUndefined();
  });

  test('localhost is refused without it too: a reverse proxy hides the client', async () => {
    await using near = await served(temporary.store, { token });
    expect((await near.get('/incidents')).status).toBe(404);
  });

  test('a token in the URL is exchanged for a cookie', async () => {
    const answer = await site.get(`/incidents?page=2&${query}`);
    expect(answer).toMatchObject({ status: 303, body: '', headers: { location: '/incidents?page=2' } });
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^nightwatch=[\w-]{43}; Path=\/incidents; HttpOnly; SameSite=Strict$/);
    expect((await site.get('/incidents', { cookie: `a=b; ${cookie.split(';')[0]}` })).status).toBe(200);
  });

  test('the cookie is Secure when the request came over TLS', async () => {
    const answer = await site.get(`${address}?${query}`, { 'x-forwarded-proto': 'https' });
    expect(answer.headers.location).toBe(address);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  test('a redirect never leads elsewhere', async () => {
    const answer = await site.get(`//evil.example/incidents?${query}`);
    expect(answer).toMatchObject({ status: 418 });
  });
});

describe('other URLs', () => {
  test.each(['/incidents/1-1', '/incidents/none', '/incidents/1-1/more', '/incidents/%00', '/incidents/..%2f..'])(
    '%s is a page that is not there',
    async path => {
      await using site = await served(temporary.store);
      const { status, body } = await site.get(path);
      expect(status).toBe(404);
      expect(body).toContain('Not found');
    },
  );

  test.each(['/', '/incident', '/incidentsx', '/probot', '/api/github/webhooks', '/healthz/', '//', '*', '/%'])(
    '%s is left to Probot',
    async path => {
      await using site = await served(temporary.store);
      expect(await site.get(path)).toMatchObject({ status: 418, body: 'Probot goes on' });
    },
  );

  test('only GET and HEAD are answered', async () => {
    await using site = await served(temporary.store);
    expect((await site.get('/incidents', {}, 'POST')).status).toBe(418);
    expect(await site.get('/incidents', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });
});

describe('healthz', () => {
  test('is public and reports only that the database answers', async () => {
    await using site = await served(temporary.store, { token });
    const { status, headers, body } = await site.get('/healthz', { 'x-forwarded-for': '192.0.2.7' });
    expect({ status, body }).toEqual({ status: 200, body: '{"status":"ok"}' });
    expect(headers['content-type']).toBe('application/json');
  });

  test('is 503 when the database is closed, without the cause', async () => {
    await using site = await served(temporary.store);
    await temporary.store.close();
    expect(await site.get('/healthz')).toMatchObject({ status: 503, body: '{"status":"unavailable"}' });
  });

  test('a page rejects when the database is closed, and Probot answers 500', async () => {
    await using site = await served(temporary.store);
    await temporary.store.close();
    expect(await site.get('/incidents')).toMatchObject({ status: 500, body: '' });
  });
});

async function keep(entry: Entry, of: WorkflowRun = run): Promise<void> {
  const { store, now } = temporary;
  await store.open(of, limits);
  const held = await store.claim({ owner: 'me', until: new Date(now().getTime() + 60_000), now: now() });
  if (!held) throw new Error('there was nothing to claim');
  await store.save(held, entry, sampleStep());
}

/** The page's words as one line: tags are gone, entities stay. */
function words(body: string): string {
  return body
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}
