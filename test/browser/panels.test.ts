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

  it('are all listed in the help', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and mouse' });
    expect(await help.textContent()).toContain('Next finding');
    await page.keyboard.press('Escape');
    expect(await help.count()).toBe(0);
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
    const canvas = (await page.locator('canvas.overlay').boundingBox())!;
    const y = canvas.y + canvas.height - 40;
    await page.mouse.move(canvas.x + canvas.width * 0.25, y);
    await page.mouse.down();
    await page.mouse.move(canvas.x + canvas.width * 0.5, y, { steps: 4 });
    await page.mouse.up();
    await settle(page);
    const { durationMs } = (await resultOf(fixture)).application;
    const [, from, to] = /s=area:(\d+)-(\d+)/.exec(page.url())!;
    expect(Number(from) / durationMs).toBeCloseTo(0.25, 2);
    expect(Number(to) / durationMs).toBeCloseTo(0.5, 2);
    await page.getByText('slots offered').waitFor();
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
