import { request } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../support/fixtures.ts';
import { startView } from '../support/view-process.ts';
import { launchBrowser, openPage, settle, visibleRange } from './browser.ts';

const fixture = 'executor-killed';
let browser: Browser;
let server: Awaited<ReturnType<typeof startView>>;
let address: URL;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startView(`fixtures/logs/${fixture}/eventlog`);
  address = new URL(server.address);
});
afterAll(async () => {
  server.close();
  await browser.close();
});

/** A request as no browser would send it: any host, any origin, any token. */
async function ask(headers: Record<string, string>, path = '/api/runs', method = 'POST', body = '{}'): Promise<number> {
  return await new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: address.port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? body : undefined);
  });
}

const token = () => address.hash.replace('#token=', '');
const allowed = () => ({ Host: `127.0.0.1:${address.port}`, Authorization: `Bearer ${token()}` });

describe('cinderlog view', () => {
  it('shows the run from the address that it prints, and again after a reload', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(address.href);
    await settle(page);
    const result = await resultOf(fixture);
    expect(await page.locator('article').count()).toBe(result.findings.length);
    // The token is not left where it would be copied along.
    expect(page.url()).not.toContain(token());
    await page.locator('article button.head').first().click();
    await settle(page);
    const range = visibleRange(page);
    expect(range).toBeDefined();
    await page.reload();
    await settle(page);
    expect(visibleRange(page)).toEqual(range);
    expect(await page.locator('article.open').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('answers its own page only', async () => {
    expect(await ask(allowed())).toBe(200);
    expect(await ask({ ...allowed(), Origin: `http://127.0.0.1:${address.port}` })).toBe(200);
    expect(await ask({ ...allowed(), Authorization: 'Bearer wrong' })).toBe(403);
    expect(await ask({ Host: `127.0.0.1:${address.port}` })).toBe(403);
    expect(await ask({ ...allowed(), Host: `evil.example:${address.port}` })).toBe(403);
    expect(await ask({ ...allowed(), Origin: 'http://evil.example' })).toBe(403);
    expect(await ask({ Host: 'evil.example' }, '/', 'GET')).toBe(403);
    expect(await ask({ Host: `127.0.0.1:${address.port}` }, '/', 'GET')).toBe(200);
  });

  it('refuses what it does not understand, and reads no file but the viewer', async () => {
    const unknown = [
      '/api/runs/7/index',
      '/api/runs/0/nothing',
      '/api/runs/0/lanes',
      '/api/runs/0/constructor',
      '/api/elsewhere',
    ];
    for (const path of unknown) expect(await ask(allowed(), path), path).toBe(400);
    expect(await ask(allowed(), '/api/runs', 'POST', '{"broken')).toBe(400);
    expect(await ask(allowed(), '/api/runs', 'GET')).toBe(405);
    expect(await ask(allowed(), '/../../bin.js', 'GET')).toBe(404);
    expect(await ask(allowed(), '/..%2f..%2fbin.js', 'GET')).toBe(404);
  });
});
