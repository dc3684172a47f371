import { basename } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDuration } from '@cinderlog/core';
import { resultOf } from '../support/fixtures.ts';
import { startView } from '../support/view-process.ts';
import { findAxeViolations, fixtureLog, launchBrowser, openPage, settle } from './browser.ts';
import { startStaticHost } from './static-host.ts';

// Not in the order of their names: the order in which they are given counts.
const before = 'node-lost';
const after = 'executor-killed';
let browser: Browser;
let server: Awaited<ReturnType<typeof startView>>;

beforeAll(async () => {
  browser = await launchBrowser();
  const logs = [before, after].map((name) => `fixtures/logs/${name}/eventlog`);
  server = await startView(...logs, '--compare');
});
afterAll(async () => {
  server.close();
  await browser.close();
});

async function expectCompared(page: Page): Promise<void> {
  const [a, b] = await Promise.all([resultOf(before), resultOf(after)]);
  const ledger = page.getByRole('region', { name: 'Where the difference comes from' });
  await ledger.waitFor();
  await settle(page);
  const runCells = await ledger.locator('tfoot td').allTextContents();
  expect(runCells.slice(0, 2)).toEqual([
    formatDuration(a.application.durationMs),
    formatDuration(b.application.durationMs),
  ]);
  // Each line of the ledger is that of the two results.
  for (const { label, ms } of a.ledger.wallClock) {
    if (ms === 0) continue;
    const row = ledger.locator('tbody tr', { has: page.locator(`i[style*="--label-${label}"]`) });
    const freshMs = b.ledger.wallClock.find((line) => line.label === label)?.ms ?? 0;
    expect((await row.locator('td.number').allTextContents()).slice(0, 2), label).toEqual([
      formatDuration(Math.round(ms)),
      formatDuration(Math.round(freshMs)),
    ]);
  }
  expect(await page.getByRole('region', { name: /^Timeline of [AB]$/ }).count()).toBe(2);
  expect(await page.locator('.bar strong').allTextContents()).toEqual(['A', 'B']);
}

describe('two runs side by side', () => {
  it('are shown in the order in which they were named, and both move together', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(server.address);
    await expectCompared(page);
    // A gesture on the one moves the other: the rulers say the same.
    const rulers = page.locator('.ruler');
    expect(await rulers.count()).toBe(2);
    const ticks = () => rulers.evaluateAll((all) => all.map((ruler) => ruler.textContent));
    const [whole] = await ticks();
    await page.keyboard.press('KeyW');
    await page.keyboard.press('KeyW');
    await page.keyboard.press('KeyW');
    await expect.poll(async () => (await ticks())[0]).not.toBe(whole);
    await settle(page);
    const [first, second] = await ticks();
    expect(second).toBe(first);
    await page.getByRole('button', { name: 'Open B by itself' }).click();
    await page.locator('header h1', { hasText: (await resultOf(after)).application.name! }).waitFor();
    await settle(page);
    await page.getByRole('button', { name: 'Other runs' }).click();
    await expectCompared(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('a row of the table is selected in the lanes of both, and shown', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(server.address);
    await expectCompared(page);
    const table = page.getByRole('table', { name: 'Jobs, queries and stages of both runs' });
    const row = table
      .getByRole('row')
      .filter({ hasText: /^query/, hasNotText: 'only in' })
      .first();
    // What the row tells of, and how long it took in either run.
    const [, name = '', beforeText, afterText] = await row.getByRole('cell').allTextContents();
    await row.getByRole('button').click();
    await settle(page);
    const chosen = await page.locator('.bar .chosen').allTextContents();
    expect(chosen).toHaveLength(2);
    for (const [side, text] of chosen.entries()) {
      // Pairs may be called otherwise in the run before.
      if (side === 1) expect(text).toContain(name);
      expect(text.endsWith([beforeText, afterText][side] ?? '?'), text).toBe(true);
    }
    await page.keyboard.press('Escape');
    expect(await page.locator('.bar .chosen').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('what is chosen begins at the same place when it is aligned', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(server.address);
    await expectCompared(page);
    const align = page.getByRole('checkbox', { name: 'Align what is chosen' });
    expect(await align.isDisabled()).toBe(true);
    // Both runs have a job of two shuffles, which begins at other times.
    const row = page.getByRole('row').filter({ hasText: 'two shuffles' }).filter({ hasNotText: 'only in' }).first();
    await row.getByRole('button').click();
    await settle(page);
    /** Where the outline of the selection begins on each of the upper canvases. */
    const beginnings = () =>
      page.locator('canvas.overlay').evaluateAll((canvases) =>
        canvases.map((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
          copy.drawImage(canvas as HTMLCanvasElement, 0, 0);
          const { data } = copy.getImageData(0, 0, width, 1);
          return Array.from({ length: width }, (_, x) => data[4 * x + 3] ?? 0).findIndex((alpha) => alpha > 0);
        }),
      );
    const [a, b] = await beginnings();
    expect(Math.abs(a! - b!)).toBeGreaterThan(20);
    await align.check();
    await settle(page);
    const [alignedA, alignedB] = await beginnings();
    expect(alignedA).toBeGreaterThan(0);
    expect(Math.abs(alignedA! - alignedB!)).toBeLessThanOrEqual(1);
    // Together they go on.
    await page.locator('canvas.overlay').first().hover();
    await page.keyboard.press('KeyS');
    await settle(page);
    const [movedA, movedB] = await beginnings();
    expect(movedA).not.toBe(alignedA);
    expect(Math.abs(movedA! - movedB!)).toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('axe finds nothing in the %s', async (colorScheme) => {
    const { page } = await openPage(browser, { colorScheme });
    await page.goto(server.address);
    await settle(page);
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Other runs' }).click();
    await page.getByRole('button', { name: 'Compare the two' }).waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('are chosen among dropped logs by ticking them, the first ticked being the one before', async () => {
    const host = await startStaticHost();
    const { page, complaints } = await openPage(browser);
    await page.goto(host.address);
    await page.locator('input[type=file]').first().setInputFiles([after, before].map(fixtureLog));
    const boxes = page.getByRole('checkbox');
    await boxes.first().waitFor();
    const names = await page.locator('li .button').allTextContents();
    const place = (fixture: string) => names.findIndex((name) => name.includes(basename(fixtureLog(fixture))));
    await boxes.nth(place(before)).check();
    await boxes.nth(place(after)).check();
    await page.getByRole('button', { name: 'Compare the two' }).click();
    await expectCompared(page);
    expect(complaints).toEqual([]);
    await page.context().close();
    host.close();
  });
});
