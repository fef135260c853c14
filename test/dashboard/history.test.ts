// What the dashboard makes of a month of incidents, over real HTTP: figures, filters, waits, our own mistakes.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleEntries, sampleRun } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';
import { addIncident, sampleHistory } from './sample-history.ts';
import { type Served, served } from './served.ts';

let temporary: TemporaryStore;
let site: Served;
let pages: { published: string; mistake: string };
beforeAll(async () => {
  temporary = await temporaryStore(new Date(Date.now() - 8 * 86_400_000));
  pages = await sampleHistory(temporary);
  site = await served(temporary.store);
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  await temporary[Symbol.asyncDispose]();
});

test('the list shows success rate, time to repair, cost per fix and stops', async () => {
  const text = await words('/incidents');
  expect(text).toMatch(/Success rate 55% 6 of 11 that needed a fix/);
  expect(text).toMatch(/Time to repair \d+ min \d+ s median, waits included/);
  expect(text).toMatch(/Cost per fix \$0\.0226 \$0\.14 in all/);
  expect(text).toMatch(/Stops the test is flaky 2/);
});

test('each choice of a filter has its count, and the list keeps to what is chosen', async () => {
  expect(await words('/incidents')).toContain('published (6) stopped (5)');
  expect(await words('/incidents?stop=flaky&repository=octo/mail')).toContain('2 in total, newest first.');
  expect(await words('/incidents?repository=nobody')).toContain('No incident matches. Show all');
  expect(await words('/incidents?state=nonsense')).toContain('12 in total');
});

test('a wait between two stages is shown with its length and its reason', async () => {
  expect(await words(pages.published)).toContain('waited 8 min 2 s Gemini is overloaded (503). diagnose');
});

test('a mistake of ours is marked for the operator, in the list and on its page', async () => {
  expect(await words('/incidents')).toContain('stopped: internal error our mistake: for the operator');
  expect(await words(pages.mistake)).toContain('For the operator, because this is our own mistake: Search the log');
});

test('only a page that shows work in progress is asked for again', async () => {
  expect((await site.get('/incidents')).headers['refresh']).toBe('20');
  expect((await site.get('/incidents/1-1')).headers['refresh']).toBe('20');
  expect((await site.get(pages.published)).headers['refresh']).toBeUndefined();
  expect((await site.get('/incidents?state=published')).headers['refresh']).toBeUndefined();
});

test('markup in a highlighted diff stays text', async () => {
  const { incident } = sampleEntries(sampleRun({ runId: 20_000_000_000, headSha: 'e'.repeat(40) })).published;
  const diff = '+++ b/a.py\n+x = "</span><script>alert(1)</script>"  # <img src=x>\n';
  // The one that is queued comes first.
  await temporary.store.claim({
    owner: 'other',
    until: new Date(temporary.now().getTime() + 3_600_000),
    now: temporary.now(),
  });
  await addIncident(temporary, { state: 'published', incident: { ...incident, patch: { ...incident.patch, diff } } }, [
    { stage: 'publish' },
  ]);
  const { body } = await site.get(`/incidents/${incident.id}`);
  expect(body).toContain('<span class="hljs-string">');
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(body).not.toMatch(/<script|<img/);
});

/** The page's words as one line, without tags. */
async function words(path: string): Promise<string> {
  const { body } = await site.get(path);
  return body
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,)])/g, '$1');
}
