import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resultOf } from '../support/fixtures.ts';
import { dropFixture, launchBrowser, openPage, settle, visibleRange } from './browser.ts';
import { startStaticHost } from './static-host.ts';

const fixture = 'executor-killed';
let browser: Browser;
let host: Awaited<ReturnType<typeof startStaticHost>>;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), startStaticHost()]);
  ({ page, complaints } = await openPage(browser));
  await page.goto(host.address);
  await dropFixture(page, fixture);
});
afterAll(async () => {
  await browser.close();
  host.close();
  expect(complaints).toEqual([]);
});
beforeEach(async () => {
  await settle(page);
  for (let i = 0; i < 5; i++) await page.keyboard.press('Escape');
  await page.keyboard.press('0');
  await settle(page);
});

describe('keys', () => {
  it('zoom and move as in Perfetto', async () => {
    await page.keyboard.press('KeyW');
    await settle(page);
    const [startMs, endMs] = visibleRange(page)!;
    const { durationMs } = (await resultOf(fixture)).application;
    expect(endMs - startMs).toBeLessThan(durationMs);
    await page.keyboard.press('KeyD');
    await settle(page);
    const [laterStartMs, laterEndMs] = visibleRange(page)!;
    expect(laterStartMs).toBeGreaterThan(startMs);
    expect(laterEndMs - laterStartMs).toBeCloseTo(endMs - startMs, 0);
    await page.keyboard.press('0');
    await settle(page);
    expect(visibleRange(page)).toBeUndefined();
  });

  it('step through findings and along the spans of a lane', async () => {
    const { findings, jobs } = await resultOf(fixture);
    await page.keyboard.press('n');
    await settle(page);
    expect(page.url()).toContain(`f=${findings[0]!.id}`.slice(0, 12));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Slash');
    await page.keyboard.type('job:0');
    await page.keyboard.press('Enter');
    await settle(page);
    expect(await page.locator('aside h2').textContent()).toContain(jobs[0]!.description ?? jobs[0]!.name);
    await page.keyboard.press('ArrowRight');
    await settle(page);
    expect(await page.locator('aside h2').textContent()).toContain('job 1');
    await page.keyboard.press('[');
    expect(await page.locator('aside h2').textContent()).toContain('query');
  });

  it('step through what was found, which the overview shows', async () => {
    const { stages } = await resultOf(fixture);
    await page.keyboard.press('/');
    await page.keyboard.type('stage:1');
    await page.keyboard.press('Enter');
    await settle(page);
    // One stage of that number with all its attempts.
    const attempts = stages.filter(({ stageId }) => stageId === 1).length;
    const first = await page.locator('aside h2').textContent();
    for (let i = 0; i < attempts; i++) await page.keyboard.press('F3');
    await settle(page);
    expect(await page.locator('aside h2').textContent()).toBe(first);
    await page.keyboard.press('/');
    await page.keyboard.type('stage');
    await page.keyboard.press('Enter');
    await settle(page);
    const before = await page.locator('aside h2').textContent();
    await page.keyboard.press('F3');
    await settle(page);
    expect(await page.locator('aside h2').textContent()).not.toBe(before);
    await page.keyboard.press('Shift+F3');
    await settle(page);
    expect(await page.locator('aside h2').textContent()).toBe(before);
  });

  it('mark stretches, which a link keeps until Escape takes them away', async () => {
    const { jobs } = await resultOf(fixture);
    for (const [i, key] of [
      [0, 'm'],
      [1, 'Shift+M'],
    ] as const) {
      await page.keyboard.press('/');
      await page.keyboard.type(`job:${jobs[i]!.id}`);
      await page.keyboard.press('Enter');
      await page.keyboard.press(key);
    }
    const stretch = ({ startMs, endMs }: (typeof jobs)[number]) => `${startMs}-${endMs}`;
    expect(page.url()).toContain(`m=${stretch(jobs[0]!)},${stretch(jobs[1]!)}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(page.url()).not.toContain('m=');
  });

  it('write times by another clock', async () => {
    const clock = page.locator('.ruler .corner');
    await page.keyboard.press('k');
    expect(await clock.textContent()).toBe('UTC');
    const { startMs } = (await resultOf(fixture)).application;
    expect(await page.locator('nav .where').textContent()).toContain(new Date(startMs).toISOString().slice(11, 19));
    await page.keyboard.press('k');
    expect(await clock.textContent()).toBe('local time');
    await clock.click();
    expect(await clock.textContent()).toBe('since the start');
  });

  it('fade what a filter does not name, which a link keeps', async () => {
    const colours = async () => [...(await coloursShown(page))];
    // The purple of stage 3, and the blue of stage 0.
    const [stage3, stage0] = [0x8f5fa8, 0x4477aa];
    const before = await colours();
    await page.keyboard.press('Shift+F');
    await page.keyboard.type('stage:0');
    await settle(page);
    const after = await colours();
    expect(page.url()).toContain('q=stage:0');
    expect(before).toEqual(expect.arrayContaining([stage3, stage0]));
    expect(after).toContain(stage0);
    expect(after).not.toContain(stage3);
    await page.keyboard.press('Escape');
    await settle(page);
    expect(page.url()).not.toContain('q=');
  });

  it('lead to the details of the selection, but press the button that has the focus', async () => {
    await page.keyboard.press('Slash');
    await page.keyboard.type('job:0');
    await page.keyboard.press('Enter');
    await settle(page);
    await page.locator('canvas.overlay').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('details');
    // From there the next focus is inside of the panel.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('aside') !== null)).toBe(true);
    await page.getByRole('button', { name: 'Executors', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Executors' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('table', { name: 'Executors' }).count()).toBe(0);
  });

  it('colour tasks by host, which a link keeps', async () => {
    for (let i = 0; i < 2; i++) await page.keyboard.press('c');
    await settle(page);
    expect(page.url()).toContain('c=host');
    // The hosts of this run have one executor each: a row of colours per executor, besides those of failures.
    const categories = [0x4477aa, 0x44aa99, 0x8a7f3d, 0x8f5fa8, 0x5b9bd5];
    const shown = await coloursShown(page, ['Tasks by executor', 'Memory and GC']);
    expect(categories.filter((colour) => shown.has(colour))).toEqual([0x4477aa, 0x44aa99]);
    await page.keyboard.press('c');
    await settle(page);
    expect(page.url()).not.toContain('c=');
  });

  it('are all listed in the help', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and mouse' });
    expect(await help.textContent()).toContain('Next finding');
    await page.keyboard.press('Escape');
    expect(await help.count()).toBe(0);
  });
});

/** The colours of the timeline, of all of it or from one lane to another. */
async function coloursShown(shown: Page, lanes?: readonly [first: string, next: string]): Promise<Set<number>> {
  const canvas = (await shown.locator('canvas.overlay').boundingBox())!;
  const topOf = async (title: string) => {
    const head = await shown.locator('.heads .head', { hasText: title }).first().boundingBox();
    return Math.round(head!.y - canvas.y);
  };
  const rows = lanes === undefined ? undefined : ([await topOf(lanes[0]), await topOf(lanes[1])] as const);
  const colours = await shown.evaluate((wanted) => {
    const data = document.querySelector<HTMLCanvasElement>('.area canvas')!;
    // A copy: the browser warns of canvases that are read again and again.
    const copy = new OffscreenCanvas(data.width, data.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(data, 0, 0);
    const [top, bottom] = wanted ?? [0, data.height];
    const { data: pixels } = copy.getImageData(0, top, data.width, bottom - top);
    const found = new Set<number>();
    for (let i = 0; i < pixels.length; i += 4) found.add((pixels[i]! << 16) | (pixels[i + 1]! << 8) | pixels[i + 2]!);
    return [...found];
  }, rows);
  return new Set(colours);
}

describe('the ruler', () => {
  it('tells the moment under the pointer, since the start and by the clock', async () => {
    const canvas = (await page.locator('canvas.overlay').boundingBox())!;
    const { startMs, durationMs } = (await resultOf(fixture)).application;
    await page.mouse.move(canvas.x + canvas.width / 4, canvas.y + canvas.height - 20);
    const text = await page.locator('.ruler .moment').textContent();
    const [, seconds, clock] = /^([\d.]+) s · ([\d:.]+) UTC$/.exec(text ?? '')!;
    expect(Number(seconds)).toBeCloseTo(durationMs / 4000, 1);
    // Both name the same moment, each as exact as it is written.
    const day = new Date(startMs).toISOString().slice(0, 11);
    expect(Date.parse(`${day}${clock}Z`) - startMs).toBeCloseTo(1000 * Number(seconds), -1.5);
    await page.mouse.move(canvas.x - 40, canvas.y);
    expect(await page.locator('.ruler .moment').count()).toBe(0);
  });

  it('selects the stretch that is dragged over', async () => {
    await drag((await page.locator('.ruler .scale').boundingBox())!, 0.5, 0.25);
    await expectSelected(0.25, 0.5);
  });
});

/** Presses at one place, moves to another and lets go; places are shares of a box's width, at half of its height. */
async function drag(box: Box, from: number, to: number, button: 'left' | 'middle' = 'left'): Promise<void> {
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down({ button });
  await page.mouse.move(box.x + to * box.width, y, { steps: 5 });
  await page.mouse.up({ button });
  await settle(page);
}

type Box = NonNullable<Awaited<ReturnType<ReturnType<Page['locator']>['boundingBox']>>>;

/** A stretch of time is selected, given in shares of the run. */
async function expectSelected(from: number, to: number): Promise<void> {
  const { durationMs } = (await resultOf(fixture)).application;
  const [, startMs, endMs] = /s=area:(\d+)-(\d+)/.exec(page.url())!;
  expect(Number(startMs) / durationMs).toBeCloseTo(from, 2);
  expect(Number(endMs) / durationMs).toBeCloseTo(to, 2);
}

/** The visible stretch in shares of the run. */
async function visibleShares(): Promise<[from: number, to: number]> {
  const { durationMs } = (await resultOf(fixture)).application;
  const [startMs, endMs] = visibleRange(page) ?? [0, durationMs];
  return [startMs / durationMs, endMs / durationMs];
}

describe('the overview', () => {
  it('selects a stretch, moves it by its middle and stretches it by its ends', async () => {
    const overview = (await page.locator('.minimap canvas').boundingBox())!;
    const expectShares = async (from: number, to: number) => {
      const [shownFrom, shownTo] = await visibleShares();
      expect(shownFrom).toBeCloseTo(from, 1.7);
      expect(shownTo).toBeCloseTo(to, 1.7);
    };
    await drag(overview, 0.2, 0.4);
    await expectShares(0.2, 0.4);
    await drag(overview, 0.3, 0.6);
    await expectShares(0.5, 0.7);
    await drag(overview, 0.7, 0.9);
    await expectShares(0.5, 0.9);
    await drag(overview, 0.5, 0.6);
    await expectShares(0.6, 0.9);
    // A click beside it brings it there.
    await drag(overview, 0.3, 0.3);
    await expectShares(0.15, 0.45);
  });
});

describe('the lanes', () => {
  it('move with a drag of the middle button, or with Shift', async () => {
    const canvas = (await page.locator('canvas.overlay').boundingBox())!;
    await drag((await page.locator('.minimap canvas').boundingBox())!, 0.4, 0.6);
    const [before] = await visibleShares();
    await drag(canvas, 0.5, 0.25, 'middle');
    const [moved] = await visibleShares();
    expect(moved - before).toBeCloseTo(0.25 * 0.2, 1.7);
    await page.keyboard.down('Shift');
    await drag(canvas, 0.25, 0.5);
    await page.keyboard.up('Shift');
    expect((await visibleShares())[0]).toBeCloseTo(before, 1.7);
    expect(page.url()).not.toContain('s=');
  });

  it('show what is double-clicked, and the way back as crumbs', async () => {
    const { stages, application } = await resultOf(fixture);
    const canvas = (await page.locator('canvas.overlay').boundingBox())!;
    const lane = (await page.locator('.heads .head', { hasText: 'Stages' }).first().boundingBox())!;
    const place = stages.findIndex(({ stageId }) => stageId === 1);
    const { startMs, endMs } = stages[place]!;
    const x = canvas.x + (((startMs + endMs) / 2) * canvas.width) / application.durationMs;
    await page.mouse.dblclick(x, lane.y + lane.height / 2);
    await settle(page);
    expect(page.url()).toContain(`s=stage:${place}`);
    const [shownFromMs, shownToMs] = visibleRange(page)!;
    expect(shownFromMs).toBeLessThanOrEqual(startMs);
    expect(shownToMs).toBeGreaterThanOrEqual(endMs);
    expect(shownToMs - shownFromMs).toBeLessThan(2 * (endMs - startMs));
    const crumbs = page.getByRole('navigation').getByRole('button');
    expect(await crumbs.allTextContents()).toEqual(['Whole run', expect.stringContaining('stage 1')]);
    await crumbs.first().click();
    await settle(page);
    expect(visibleRange(page)).toBeUndefined();
  });
});

describe('the wheel', () => {
  it('zooms when it is set so, at the next visit too', async () => {
    const overCanvas = async (shown: Page) => {
      const canvas = (await shown.locator('canvas.overlay').boundingBox())!;
      await shown.mouse.move(canvas.x + canvas.width / 2, canvas.y + 100);
      await shown.mouse.wheel(0, -120);
      await settle(shown);
    };
    await overCanvas(page);
    expect(visibleRange(page)).toBeUndefined();
    const { page: other } = await openPage(browser);
    await other.goto(host.address);
    await dropFixture(other, fixture);
    await other.keyboard.press('Control+k');
    await other.keyboard.type('wheel zoom');
    await other.keyboard.press('Enter');
    await other.reload();
    await dropFixture(other, fixture);
    await overCanvas(other);
    const [startMs, endMs] = visibleRange(other)!;
    expect(endMs - startMs).toBeLessThan((await resultOf(fixture)).application.durationMs);
    await other.context().close();
  });
});

describe('whoever asked for less motion', () => {
  it('moves by steps, longer ones with Shift', async () => {
    const { page: calm } = await openPage(browser, { reducedMotion: 'reduce' });
    await calm.goto(host.address);
    await dropFixture(calm, fixture);
    const zoomOf = async (key: string) => {
      await calm.keyboard.press('0');
      await settle(calm);
      await calm.keyboard.down(key);
      await calm.waitForTimeout(150);
      await calm.keyboard.up(key);
      await settle(calm);
      const [startMs, endMs] = visibleRange(calm)!;
      return Math.log((await resultOf(fixture)).application.durationMs / (endMs - startMs));
    };
    const plain = await zoomOf('KeyW');
    await calm.keyboard.down('Shift');
    const fast = await zoomOf('KeyW');
    await calm.keyboard.up('Shift');
    // One step, however long the key is held: an eighth of a screen at most.
    expect(plain).toBeLessThan(0.125);
    expect(fast / plain).toBeCloseTo(3, 1);
    await calm.context().close();
  });
});

describe('panels', () => {
  it('list stages and tasks, and select what is clicked', async () => {
    const { stages, counts } = await resultOf(fixture);
    await page.getByRole('button', { name: 'Stages', exact: true }).click();
    const table = page.getByRole('table', { name: 'Stages' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(stages.length));
    await table
      .getByRole('button', { name: /^stage 3 / })
      .first()
      .click();
    await settle(page);
    expect(await page.locator('aside h2').textContent()).toContain('stage 3');
    await page.getByRole('button', { name: 'Its tasks' }).click();
    const tasks = page.getByRole('table', { name: 'Tasks' });
    const stage = stages.find(({ stageId, attemptId }) => stageId === 3 && attemptId === 0)!;
    await page.getByText('Show all').waitFor();
    await expect
      .poll(() => tasks.getAttribute('aria-rowcount'))
      .toBe(String(stage.tasks.ended + stage.tasks.unfinished));
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => tasks.getAttribute('aria-rowcount')).toBe(String(counts.tasks + counts.unfinishedTasks));
    await page.getByRole('button', { name: 'Tasks', exact: true }).click();
  });

  it('total up a stretch that is dragged over', async () => {
    await drag((await page.locator('canvas.overlay').boundingBox())!, 0.25, 0.5);
    await expectSelected(0.25, 0.5);
    await page.getByText('slots offered').waitFor();
  });

  it('pin lanes to the top, which a link keeps', async () => {
    const driver = page.locator('.heads .head', { hasText: 'Driver' });
    await driver.hover();
    await driver.getByRole('button', { name: 'Pin Driver to the top' }).click();
    await settle(page);
    expect(page.url()).toContain('p=driver');
    const pinned = page.locator('.pinned-heads .head');
    expect(await pinned.allInnerTexts()).toEqual(['Driver']);
    expect((await pinned.boundingBox())!.y).toBeLessThan((await driver.boundingBox())!.y);
    // What is drawn there is the lane: a click selects what it shows.
    const canvas = (await page.locator('canvas.overlay').boundingBox())!;
    const head = (await pinned.boundingBox())!;
    await page.mouse.click(canvas.x + 20, head.y + head.height / 2);
    expect(await page.locator('aside h2').textContent()).toContain('starting up');
    await pinned.getByRole('button', { name: 'Pin Driver to the top' }).click();
    expect(await pinned.count()).toBe(0);
  });

  it('show what is on the screen as a table', async () => {
    await page.keyboard.press('v');
    const table = page.getByRole('dialog', { name: 'What is on the screen' });
    const { stages } = await resultOf(fixture);
    const rows = await table
      .locator('tbody tr', { has: page.locator('td:first-child', { hasText: /^Stages$/ }) })
      .count();
    expect(rows).toBe(stages.length);
    await page.keyboard.press('Escape');
  });
});

describe('the first screen', () => {
  it('draws failures in the colour of failures', async () => {
    // The killed executor's tasks: at the moment of its end there is red in its slot rows.
    const red = await page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (canvas === null || context === null || context === undefined) return 0;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i] === 0xc2 && data[i + 1] === 0x33 && data[i + 2] === 0x2b) count++;
      return count;
    });
    expect(red).toBeGreaterThan(50);
  });
});
