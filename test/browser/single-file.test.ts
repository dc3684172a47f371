import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../support/fixtures.ts';
import { startView } from '../support/view-process.ts';
import { launchBrowser, openPage, settle, visibleRange } from './browser.ts';
import { startStaticHost } from './static-host.ts';

const fixture = 'driver-overloaded';
let browser: Browser;
let folder: string;
let file: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'cinderlog-timeline-'));
  file = join(folder, 'run.html');
  const args = ['packages/cli/dist/bin.js', 'view', `fixtures/logs/${fixture}/eventlog`, '-o', file];
  execFileSync(process.execPath, args, { stdio: 'pipe' });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

describe('a page that opens with the timeline', () => {
  it('opens from disk with every lane and finding, and nothing else is loaded', async () => {
    const { page, complaints } = await openPage(browser);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await settle(page);
    const result = await resultOf(fixture);
    expect(await page.locator('#app article').count()).toBe(result.findings.length);
    expect(await page.locator('footer').textContent()).toContain(`${result.counts.tasks} tasks`);
    await page.locator('#app article button.head').first().click();
    await settle(page);
    expect(visibleRange(page)).toBeDefined();
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('opens at a finding that a link names', async () => {
    const result = await resultOf(fixture);
    const { page } = await openPage(browser);
    await page.goto(`${pathToFileURL(file).href}#f=${encodeURIComponent(result.findings[1]!.id)}`);
    await settle(page);
    expect(await page.locator('article.open .title').textContent()).toBe(result.findings[1]!.title);
    await page.context().close();
  });

  it('is an input of view, with the same lanes', async () => {
    const view = await startView(file);
    const { page, complaints } = await openPage(browser);
    const heads = async (url: string) => {
      await page.goto(url);
      await settle(page);
      return await page.locator('.heads').innerText();
    };
    const own = await heads(pathToFileURL(file).href);
    expect(own).toContain('host-1');
    expect(await heads(view.address)).toBe(own);
    expect(complaints).toEqual([]);
    view.close();
    await page.context().close();
  });

  it('can be dropped on the start page, which remembers its name', async () => {
    const host = await startStaticHost();
    const { page, complaints } = await openPage(browser);
    await page.goto(host.address);
    const cut = join(folder, 'cut.html');
    const text = readFileSync(file, 'utf8');
    // Half of what is packed is gone.
    const packedAt = text.indexOf('id="cinderlog-timeline-1"');
    writeFileSync(cut, text.slice(0, packedAt + 2_000) + text.slice(text.indexOf('</script>', packedAt)));
    await page.locator('input[type=file]').first().setInputFiles(cut);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toBe('cut.html is a report that was cut or changed: it cannot be opened.');
    await page.locator('input[type=file]').first().setInputFiles(file);
    await settle(page);
    const result = await resultOf(fixture);
    expect(await page.locator('article').count()).toBe(result.findings.length);
    expect(await page.locator('footer').textContent()).toContain(`${result.counts.tasks} tasks`);
    await page.getByRole('button', { name: 'Open another' }).click();
    const before = page.getByRole('region', { name: 'Opened before' });
    expect(await before.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('run.html'),
      expect.stringContaining('cut.html'),
    ]);
    await page.getByRole('button', { name: 'Forget these' }).click();
    await page.reload();
    await page.getByText('Drop an event log here').waitFor();
    expect(await before.count()).toBe(0);
    expect(complaints).toEqual([]);
    host.close();
    await page.context().close();
  });

  it('is small', () => {
    expect(statSync(file).size).toBeLessThan(5 * 2 ** 20);
  });
});
