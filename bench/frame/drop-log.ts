import { statSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { generateLog } from '../generate.ts';
import { settle } from '../../test/browser/browser.ts';
import { startStaticHost } from '../../test/browser/static-host.ts';

/** Bytes of text per task in the logs that are made. */
const bytesPerTask = 5_300;

/** What a page does while a log is dropped on it: how long until something is seen, and whether it froze. */
export async function measureDrop(browser: Browser, logBytes: number): Promise<void> {
  const path = await generateLog(Math.round(logBytes / bytesPerTask));
  const host = await startStaticHost();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.addInitScript(() => {
      const longTasks: number[] = [];
      Object.assign(globalThis, { longTasks });
      // Tells of tasks of 50 ms and more.
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longTasks.push(duration);
      }).observe({ entryTypes: ['longtask'] });
    });
    await page.goto(host.address);
    await page.waitForTimeout(500);
    const pages = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.length);
    const from = performance.now();
    await page.locator('input[type=file]').first().setInputFiles(path);
    const seconds = () => ((performance.now() - from) / 1000).toFixed(1);
    page.setDefaultTimeout(600_000);
    await page.locator('canvas.overlay').waitFor();
    await settle(page);
    const firstLanes = seconds();
    await page.waitForFunction(() => document.querySelector('header .live') === null);
    const whole = seconds();
    await page.waitForTimeout(2_000);
    const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
    const ours = tasks.slice(pages);
    const megabytes = (statSync(path).size / 1e6).toFixed(0);
    console.log(
      `${megabytes} MB dropped: first lanes after ${firstLanes} s, all after ${whole} s; longest task of the page ${ours.length === 0 ? 'below 50' : Math.max(...ours).toFixed(0)} ms`,
    );
  } finally {
    await page.close();
    host.close();
  }
}
