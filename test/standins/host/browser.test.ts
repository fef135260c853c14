// The browser of the tests of pages finds what it is there to find.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { accessibilityProblems, describeInBrowser, openBrowser, sidewaysScroll } from '../../browser.ts';

describeInBrowser('the browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => await browser.close());

  test('finds a picture without words, and a page that is wider than the window', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.setContent('<img src="data:," width="500" height="1">');
    expect(await accessibilityProblems(page)).toContainEqual(expect.stringMatching(/^image-alt: /));
    expect(await sidewaysScroll(page)).toBeGreaterThan(100);
  });

  test('finds nothing in a page that is in order, whatever its policy forbids', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'">`;
    await page.setContent(
      `<html lang="en"><head><title>A page</title>${policy}</head><body><main><h1>A page</h1></main></body></html>`,
    );
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  });
});
