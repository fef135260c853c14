// A real browser for the tests of pages: the system's Chromium without a window, and what is looked at in each page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { browserPath } from '../src/standins/host/browser.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** Says by name that a suite of pages is skipped where there is no browser. */
export const describeInBrowser = browserPath() === undefined ? describe.skip : describe;

/** Close it after use. */
export async function openBrowser(): Promise<Browser> {
  // Chromium's own sandbox refuses to work for root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return await chromium.launch({ executablePath: browserPath() ?? '', args });
}

/** One sentence for each thing that axe finds wrong: its rule, and the elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which a page's content security policy does not bind.
  await page.evaluate(axeSource);
  return await page.evaluate(async () => {
    type Found = { violations: { id: string; help: string; nodes: { html: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(): Promise<Found> } };
    const { violations } = await axe.run();
    return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(node => node.html).join(' ')})`);
  });
}

/** By how many pixels the page can be scrolled sideways. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = (
      globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }
    ).document.documentElement;
    return scrollWidth - clientWidth;
  });
}
