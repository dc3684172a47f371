import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, settle } from './browser.ts';
import { startStaticHost } from './static-host.ts';

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
let browser: Browser;
let host: Awaited<ReturnType<typeof startStaticHost>>;

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), startStaticHost()]);
});
afterAll(async () => {
  await browser.close();
  host.close();
});

/** What axe finds wrong: rule and place. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    return await axe.run();
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

describe.each(['light', 'dark'] as const)('in the %s', (colorScheme) => {
  it('axe finds nothing on any screen', async () => {
    // The policy of the page keeps scripts out; the checker is one that the test brings along.
    const { page } = await openPage(browser, { colorScheme, bypassCSP: true });
    await page.goto(host.address);
    await page.addScriptTag({ content: axeSource });
    expect(await violations(page), 'start').toEqual([]);
    const folder = 'fixtures/logs/executor-killed/eventlog';
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(join(folder, readdirSync(folder)[0] ?? ''));
    await settle(page);
    expect(await violations(page), 'run').toEqual([]);
    await page.locator('article button.head').first().click();
    for (const tab of ['Stages', 'Tasks', 'Executors', 'Queries', 'Settings', 'Data quality']) {
      await page.getByRole('group', { name: 'Tables' }).getByRole('button', { name: tab }).click();
      await page.waitForTimeout(100);
      expect(await violations(page), tab).toEqual([]);
    }
    for (const key of ['?', '/', 'v']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await violations(page), `dialog of ${key}`).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.context().close();
  });
});
