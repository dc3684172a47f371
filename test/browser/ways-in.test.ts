import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLog } from '../../bench/generate.ts';
import { resultOf } from '../support/fixtures.ts';
import { dragOnto, fixtureLog, launchBrowser, openPage, settle, slowDisk, visibleRange } from './browser.ts';
import { startStaticHost } from './static-host.ts';

let browser: Browser;
let host: Awaited<ReturnType<typeof startStaticHost>>;

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), startStaticHost()]);
});
afterAll(async () => {
  await browser.close();
  host.close();
});

const nameShown = async (page: Page) => await page.locator('header h1').textContent();

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
  }, text);
}

describe('a log that is dragged onto the page', () => {
  it('is opened, wherever it is let go; another one takes its place', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(host.address);
    await dragOnto(page, [fixtureLog('failing-job')], async () => {
      await page.getByText('Nothing is uploaded.', { exact: false }).first().waitFor();
    });
    await settle(page);
    expect(await nameShown(page)).toBe((await resultOf('failing-job')).application.name);
    await page.keyboard.press('KeyW');
    await settle(page);
    expect(visibleRange(page)).toBeDefined();
    // A folder, onto the timeline of the first.
    await dragOnto(page, [fixtureLog('codec-zstd-rolling-several-files')]);
    const { application, counts } = await resultOf('codec-zstd-rolling-several-files');
    await page.locator('h1', { hasText: application.name ?? '' }).waitFor();
    await settle(page);
    expect(await page.locator('footer').textContent()).toContain(`${counts.tasks} tasks`);
    expect(visibleRange(page)).toBeUndefined();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('may be the parts of a rolling log', async () => {
    const { page } = await openPage(browser);
    await page.goto(host.address);
    const folder = fixtureLog('codec-zstd-rolling-several-files');
    const parts = readdirSync(folder).filter((name) => name.startsWith('events'));
    expect(parts.length).toBeGreaterThan(1);
    await dragOnto(
      page,
      parts.map((name) => join(folder, name)),
    );
    await settle(page);
    const { counts } = await resultOf('codec-zstd-rolling-several-files');
    expect(await page.locator('footer').textContent()).toContain(`${counts.tasks} tasks`);
    await page.context().close();
  });

  it('opens again from where it lies, until it is forgotten', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(host.address);
    const path = fixtureLog('failing-job');
    await dragOnto(page, [path]);
    await settle(page);
    await page.reload();
    const again = page.getByRole('region', { name: 'Opened before' }).getByRole('listitem').getByRole('button');
    await again.click();
    await page.locator('header .outcome').waitFor();
    await settle(page);
    expect(await nameShown(page)).toBe((await resultOf('failing-job')).application.name);
    await page.getByRole('button', { name: 'Open another' }).click();
    await page.getByRole('button', { name: 'Forget these' }).click();
    expect(await again.count()).toBe(0);
    // The page does not wait for the store, which takes a moment.
    const kept = async () =>
      await page.evaluate(async () => {
        const opening = indexedDB.open('cinderlog');
        await new Promise((resolve) => (opening.onsuccess = resolve));
        const asking = opening.result.transaction('handles').objectStore('handles').count();
        await new Promise((resolve) => (asking.onsuccess = resolve));
        return [asking.result, localStorage.getItem('cinderlog-recent')];
      });
    await expect.poll(kept, { timeout: 5_000 }).toEqual([0, '[]']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('that was moved away has to be chosen again', async () => {
    const { page } = await openPage(browser);
    await page.goto(host.address);
    await page.evaluate(() => {
      localStorage.setItem('cinderlog-recent', JSON.stringify([{ name: 'app-1', sizeBytes: 1_000 }]));
    });
    await page.reload();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'app-1' }).click();
    await (await chooser).setFiles(fixtureLog('failing-job'));
    await page.locator('header .outcome').waitFor();
    expect(await nameShown(page)).toBe((await resultOf('failing-job')).application.name);
    await page.context().close();
  });
});

describe('a path that is pasted', () => {
  it('is told how it can be opened', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(host.address);
    await paste(page, 'just some words');
    expect(await page.locator('code').count()).toBe(0);
    await paste(page, '/logs of today/app-1');
    expect(await page.locator('code').textContent()).toBe("cinderlog view '/logs of today/app-1'");
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a long log', () => {
  it('shows how far it has been read, and can be given up', async () => {
    const { page } = await openPage(browser);
    await slowDisk(page);
    await page.goto(host.address);
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await generateLog(6_000));
    const facts = page.locator('[role=status] .facts');
    await expect.poll(() => facts.textContent()).toMatch(/ of .+ · .+\/s · [\d,]+ tasks, [\d,]+\/s/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Drop an event log here').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });
});
