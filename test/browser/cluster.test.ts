import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { startView } from '../support/view-process.ts';
import { findAxeViolations, launchBrowser, openPage, settle } from './browser.ts';

let browser: Browser;
let view: Awaited<ReturnType<typeof startView>>;

beforeAll(async () => {
  browser = await launchBrowser();
  // The pod of the killed executor ended as OOMKilled; the cluster's clock is 95 s ahead.
  const side = ['events.json', 'pods.json'].flatMap((name) => [
    '--cluster-log',
    `fixtures/cluster/kubernetes-oom/${name}`,
  ]);
  view = await startView('fixtures/logs/executor-killed/eventlog', ...side);
});
afterAll(async () => {
  view.close();
  await browser.close();
});

it("shows what the cluster's own logs tell as a lane and a table, on the application's clock", async () => {
  const { page, complaints } = await openPage(browser);
  await page.goto(view.address);
  await settle(page);
  expect(await page.locator('.heads').innerText()).toContain("Cluster's own logs");
  expect(await page.locator('article .title').first().textContent()).toContain('ran out of memory');
  await page.getByRole('button', { name: 'Cluster', exact: true }).click();
  const row = page.getByRole('row', { name: /OOMKilled/ });
  await row.getByRole('button').click();
  await settle(page);
  const panel = page.getByRole('complementary', { name: 'Selection' });
  expect(await panel.locator('h2').innerText()).toContain('OOMKilled');
  // Executor 1 was killed in the 18th second; by the cluster's clock that was 95 s later.
  expect(await panel.innerText()).toMatch(/\+17\.\d s/);
  expect(await findAxeViolations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
