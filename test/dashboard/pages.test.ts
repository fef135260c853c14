// The dashboard in a real browser: on a desktop and a phone, light and dark.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { accessibilityProblems, describeInBrowser, openBrowser, sidewaysScroll } from '../browser.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';
import { sampleHistory } from './sample-history.ts';
import { type Served, served } from './served.ts';

describeInBrowser('every page', () => {
  let temporary: TemporaryStore;
  let site: Served;
  let browser: Browser;
  let pages: Record<string, string>;
  beforeAll(async () => {
    temporary = await temporaryStore(new Date(Date.now() - 8 * 86_400_000));
    pages = { list: '/incidents', nothing: '/incidents?repository=nobody', ...(await sampleHistory(temporary)) };
    site = await served(temporary.store);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
    await temporary[Symbol.asyncDispose]();
  });

  const looks = [1280, 390].flatMap(width => (['light', 'dark'] as const).map(colorScheme => ({ width, colorScheme })));

  test.each(looks)('at $width px, $colorScheme, is accessible and does not scroll sideways', async look => {
    const { width, colorScheme } = look;
    const extraHTTPHeaders = site.admitted;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, extraHTTPHeaders });
    for (const [name, path] of Object.entries(pages)) {
      const page = await context.newPage();
      const broken: string[] = [];
      page.on('console', message => broken.push(message.text()));
      await page.goto(`http://127.0.0.1:${site.port}${path}`);
      expect({ name, sideways: await sidewaysScroll(page), broken }).toEqual({ name, sideways: 0, broken: [] });
      expect({ name, problems: await accessibilityProblems(page) }).toEqual({ name, problems: [] });
      await page.close();
    }
    await context.close();
  });

  test('the filters lead to the incidents that match', async () => {
    const page = await browser.newPage({ extraHTTPHeaders: site.admitted });
    await page.goto(`http://127.0.0.1:${site.port}/incidents`);
    await page.locator('select[name=stop]').selectOption('flaky');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/stop=flaky/);
    expect(await page.locator('main > table tbody tr').count()).toBe(2);
    expect(await page.locator('select[name=stop]').inputValue()).toBe('flaky');
    await page.close();
  });
});
