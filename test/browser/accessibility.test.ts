import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropFixture, findAxeViolations, launchBrowser, openPage } from './browser.ts';
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

describe.each(['light', 'dark'] as const)('in the %s', (colorScheme) => {
  it('axe finds nothing on any screen', async () => {
    const { page } = await openPage(browser, { colorScheme });
    await page.goto(host.address);
    expect(await findAxeViolations(page), 'start').toEqual([]);
    await dropFixture(page, 'executor-killed');
    expect(await findAxeViolations(page), 'run').toEqual([]);
    await page.locator('article button.head').first().click();
    for (const tab of ['Stages', 'Tasks', 'Executors', 'Queries', 'Settings', 'Data quality']) {
      await page.getByRole('group', { name: 'Tables' }).getByRole('button', { name: tab }).click();
      await page.waitForTimeout(100);
      expect(await findAxeViolations(page), tab).toEqual([]);
    }
    for (const key of ['?', '/', 'v']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await findAxeViolations(page), `dialog of ${key}`).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.context().close();
  });
});
