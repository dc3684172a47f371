import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startView } from '../support/view-process.ts';
import { dropFixture, findAxeViolations, fixtureLog, launchBrowser, openPage, settle } from './browser.ts';
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

const at = 1_700_000_000_000;
const start = {
  Event: 'SparkListenerApplicationStart',
  'App Name': 'small',
  'App ID': 'app-1',
  Timestamp: at,
  User: 'u',
};
const end = { Event: 'SparkListenerApplicationEnd', Timestamp: at + 10_000 };
const job = [
  { Event: 'SparkListenerJobStart', 'Job ID': 0, 'Submission Time': at + 1_000, 'Stage IDs': [], Properties: {} },
  {
    Event: 'SparkListenerJobEnd',
    'Job ID': 0,
    'Completion Time': at + 3_000,
    'Job Result': { Result: 'JobSucceeded' },
  },
];

async function dropEvents(page: Page, events: readonly object[]): Promise<void> {
  await page.goto(host.address);
  const buffer = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  await page.locator('input[type=file]').first().setInputFiles({ name: 'app-1', mimeType: 'text/plain', buffer });
  await settle(page);
}

const lanes = async (page: Page) => (await page.locator('.heads .title').allTextContents()).map((text) => text.trim());

describe('a run', () => {
  it('of which only the first line was written is shown as empty, and asks for nothing again and again', async () => {
    const { page, complaints } = await openPage(browser);
    await dropEvents(page, [start]);
    expect(await page.locator('header .outcome').textContent()).toContain('no end in the log');
    await page.getByText('The log tells of no job and no task').waitFor();
    expect(await page.locator('aside').textContent()).toContain('No job ran');
    expect(await page.locator('footer').textContent()).toContain('the log is not complete');
    const asked = async () =>
      await page.evaluate(() => {
        const { cinderlog } = globalThis as unknown as {
          cinderlog: { timings: () => { name: string; count: number }[] };
        };
        return cinderlog.timings().find(({ name }) => name === 'asking for lanes')?.count;
      });
    const before = await asked();
    await page.waitForTimeout(300);
    expect(await asked()).toBe(before);
    expect(await findAxeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('without executors and tasks has the lanes that there are', async () => {
    const { page, complaints } = await openPage(browser);
    await dropEvents(page, [start, ...job, end]);
    expect(await lanes(page)).toEqual(['Findings', 'Driver', 'Jobs']);
    expect(await page.getByText('The log tells of no job').count()).toBe(0);
    for (const table of ['Stages', 'Tasks', 'Executors', 'Queries']) {
      await page.getByRole('group', { name: 'Tables' }).getByRole('button', { name: table }).click();
      await page.getByText('Nothing to list.').waitFor();
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a server', () => {
  it('that has stopped is told of, and what is on the screen stays', async () => {
    const server = await startView(fixtureLog('executor-killed'));
    const { page } = await openPage(browser);
    await page.goto(server.address);
    await settle(page);
    const before = await lanes(page);
    server.close();
    for (let i = 0; i < 9; i++) await page.keyboard.press('+');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('The server has stopped. Start “cinderlog view” again');
    expect(await lanes(page)).toEqual(before);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    expect(await alert.count()).toBe(0);
    await page.context().close();
  });

  it('that does not know the page says which address to open', async () => {
    const server = await startView(fixtureLog('executor-killed'));
    const { page } = await openPage(browser);
    await page.goto(server.address.replace(/token=.*/, 'token=wrong'));
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Open the address that “cinderlog view” printed');
    server.close();
    await page.context().close();
  });
});

/** The width of a browser's window, and the zoom that is set in it. */
const windows = [
  [1280, 720, 1],
  [1440, 900, 0.8],
  [1440, 900, 1.5],
  [2560, 1440, 1],
  [3840, 2160, 1],
] as const;

describe('the screen', () => {
  it.each(windows)('fits a window of %d × %d at a zoom of %d', async (width, height, zoom) => {
    const { page, complaints } = await openPage(browser, {
      viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
      deviceScaleFactor: zoom,
    });
    await page.goto(host.address);
    await dropFixture(page, 'executor-killed');
    await page.locator('article button.head').first().click();
    await page.keyboard.press('g');
    await settle(page);
    const found = await page.evaluate(() => {
      const box = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
      const cut = [...document.querySelectorAll<HTMLElement>('header, footer, aside .body, .heads .head')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.className || element.tagName);
      const [canvas, ruler, minimap] = [box('canvas.overlay'), box('.ruler .scale'), box('.minimap canvas')];
      const isSharp = document.querySelector<HTMLCanvasElement>('.area canvas')!;
      return {
        overflows: scrollWidth > clientWidth || scrollHeight > clientHeight,
        cut,
        lefts: [canvas.left, ruler.left, minimap.left].map(Math.round),
        widths: [canvas.width, ruler.width, minimap.width].map(Math.round),
        footerEnds: Math.round(box('footer').bottom) - innerHeight,
        pixels: isSharp.width - Math.round(canvas.width * devicePixelRatio),
      };
    });
    expect(found.overflows).toBe(false);
    expect(found.cut).toEqual([]);
    expect(new Set(found.lefts).size, String(found.lefts)).toBe(1);
    expect(new Set(found.widths).size, String(found.widths)).toBe(1);
    expect(found.footerEnds).toBe(0);
    expect(found.pixels).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('does not jump while a run is opened, nor when a finding or a table is', async () => {
    const { page } = await openPage(browser, { reducedMotion: 'reduce' });
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(host.address);
    await dropFixture(page, 'driver-overloaded');
    await page.waitForTimeout(200);
    const shifts = async () => await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
    expect(await shifts()).toEqual([]);
    const ruler = async () => await page.locator('.ruler').boundingBox();
    const before = await ruler();
    await page.locator('article button.head').first().click();
    await settle(page);
    expect(await ruler()).toEqual(before);
    await page.keyboard.press('x');
    await settle(page);
    expect(await ruler()).toEqual(before);
    await page.context().close();
  });

  it('paints no canvas when only the pointer moves', async () => {
    const { page } = await openPage(browser);
    await page.addInitScript(() => {
      const painted = { calls: 0 };
      Object.assign(globalThis, { painted });
      const { prototype } = CanvasRenderingContext2D;
      for (const name of ['fillRect', 'clearRect', 'drawImage', 'fillText', 'strokeRect'] as const) {
        const own = Object.getOwnPropertyDescriptor(prototype, name)?.value as (...given: unknown[]) => void;
        Object.assign(prototype, {
          [name](...given: unknown[]) {
            painted.calls++;
            own.apply(this, given);
          },
        });
      }
    });
    const calls = async () =>
      await page.evaluate(() => (globalThis as unknown as { painted: { calls: number } }).painted.calls);
    await page.goto(host.address);
    await dropFixture(page, 'executor-killed');
    const drawn = await calls();
    expect(drawn).toBeGreaterThan(100);
    const stages = (await page.locator('.heads .head', { hasText: 'Stages' }).boundingBox())!;
    const canvas = (await page.locator('canvas.overlay').boundingBox())!;
    for (let share = 0.3; share < 0.9; share += 0.02)
      await page.mouse.move(canvas.x + share * canvas.width, stages.y + stages.height / 2);
    await settle(page);
    await page.locator('.tooltip').waitFor();
    expect(await page.locator('.canvases .outline').isVisible()).toBe(true);
    expect(await calls()).toBe(drawn);
    await page.context().close();
  });
});
