import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../support/fixtures.ts';
import { startView } from '../support/view-process.ts';
import { launchBrowser, openPage, settle, visibleRange } from './browser.ts';

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

  it('is small', () => {
    expect(statSync(file).size).toBeLessThan(5 * 2 ** 20);
  });
});
