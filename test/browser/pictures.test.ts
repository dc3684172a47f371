import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropFixture, launchBrowser, settle } from './browser.ts';
import { differenceToPicture, openForPicture } from './pictures.ts';
import { startStaticHost } from './static-host.ts';

/** With other fonts, lane heads and edges change a thousandth; tasks in other colours, two hundredths. */
const tolerance = 0.005;

let browser: Browser;
let host: Awaited<ReturnType<typeof startStaticHost>>;

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), startStaticHost()]);
});
afterAll(async () => {
  await browser.close();
  host.close();
});

async function openScreen(
  fixture: string,
  scheme: 'light' | 'dark',
  act: (page: Page) => Promise<void>,
): Promise<Page> {
  const { page } = await openForPicture(browser, scheme);
  await page.goto(host.address);
  await dropFixture(page, fixture);
  await act(page);
  await settle(page);
  return page;
}

const openFirstFinding = async (page: Page) => {
  await page.locator('article button.head').first().click();
};

describe('a timeline looks as in its picture', () => {
  it.each([
    ['lost-executor', 'executor-killed', 'light', () => Promise.resolve()],
    ['finding', 'driver-overloaded', 'dark', openFirstFinding],
    ['streaming', 'streaming-falls-behind', 'light', () => Promise.resolve()],
  ] as const)('%s', async (name, fixture, scheme, act) => {
    const page = await openScreen(fixture, scheme, act);
    expect(await differenceToPicture(page, name)).toBeLessThan(tolerance);
    await page.context().close();
  });

  it('and other colours of tasks are noticed', async () => {
    const page = await openScreen('executor-killed', 'light', (shown) => shown.keyboard.press('c'));
    expect(await differenceToPicture(page, 'lost-executor')).toBeGreaterThan(tolerance);
    await page.context().close();
  });
});
