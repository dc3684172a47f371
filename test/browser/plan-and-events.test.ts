import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findFixture, resultOf } from '../support/fixtures.ts';
import { decodeAll } from '../support/raw-events.ts';
import { dropFixture, findAxeViolations, launchBrowser, openPage, settle } from './browser.ts';
import { startStaticHost } from './static-host.ts';

const fixture = 'skewed-join';
let browser: Browser;
let host: Awaited<ReturnType<typeof startStaticHost>>;
let page: Page;
let complaints: string[];
/** The lines of the log, read without anything of ours but the codec. */
let lines: string[];

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), startStaticHost()]);
  const [log] = await findFixture(fixture);
  lines = (await decodeAll(log!.parts[0]!)).toString('utf8').split('\n');
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
});

async function selectBy(text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await settle(page);
}

async function openPlan(): Promise<void> {
  await selectBy('query:0');
  await page.keyboard.press('l');
  await page.locator('g.box').first().waitFor();
}

describe('the plan of a query', () => {
  it('is drawn from what is read to the result, and joins what was compiled together when asked', async () => {
    await openPlan();
    const compiled = page.getByLabel('one box per compiled function');
    await compiled.uncheck();
    // The last plan in the log, without the nodes that only hold others together.
    const plans = lines.filter((line) => line.includes('"sparkPlanInfo"'));
    const names = [...(plans.at(-1) ?? '').matchAll(/"nodeName":"([^"]+)"/g)].map(([, name]) => name!.trim());
    const operators = names.filter(
      (name) => !/^(WholeStageCodegen|InputAdapter|AdaptiveSparkPlan|\w*QueryStage)/.test(name),
    );
    const boxes = page.locator('g.box');
    await expect.poll(() => boxes.count()).toBe(operators.length);
    expect((await boxes.locator('text.title').allTextContents()).sort()).toEqual(operators.sort());
    // Scans stand left of the join, the join left of the result.
    const left = async (name: string) => (await boxes.filter({ hasText: name }).first().boundingBox())!.x;
    expect(await left('Range')).toBeLessThan(await left('SortMergeJoin'));
    expect(await left('SortMergeJoin')).toBeLessThan(await left('SortAggregate'));
    await compiled.check();
    const functions = new Set(names.filter((name) => name.startsWith('WholeStageCodegen'))).size;
    await expect.poll(() => boxes.locator('text.note', { hasText: '⚙' }).count()).toBe(functions);
    expect(await findAxeViolations(page)).toEqual([]);
    await page.keyboard.press('l');
  });

  it('selects the stage that worked for an operator, by mouse and by keys', async () => {
    await openPlan();
    await page.getByLabel('one box per compiled function').uncheck();
    await page.locator('g.box').filter({ hasText: 'SortMergeJoin' }).click();
    await settle(page);
    // The join runs in the one stage with two parents; its rows stand in that stage's accumulables.
    const { stages } = await resultOf(fixture);
    const joining = lines.find(
      (line) => line.includes('"SparkListenerStageCompleted"') && /"Parent IDs":\[\d+,\d+\]/.test(line),
    )!;
    const stageId = Number(/"Stage ID":(\d+)/.exec(joining)![1]);
    expect(page.url()).toContain(`s=stage:${stages.findIndex((stage) => stage.stageId === stageId)}`);
    expect(await page.getByRole('region', { name: 'Operator' }).textContent()).toContain('number of output rows');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('g.box.selected text.title').textContent()).toBe('Project');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Project');
    await page.getByLabel('as a list').check();
    expect(await page.locator('.plan li').count()).toBe(await page.locator('.plan li button').count());
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByLabel('as a list').uncheck();
    await page.getByRole('group', { name: 'Tables' }).getByRole('button', { name: 'Plan' }).click();
  });
});

describe('events in the log', () => {
  it('are shown for a task, searched, and are those of the log', async () => {
    await selectBy('task:7');
    await page.keyboard.press('e');
    const events = page.getByRole('group', { name: 'Events' }).getByRole('button');
    await expect.poll(() => events.allTextContents()).toEqual(['TaskStart', 'TaskEnd']);
    await events.nth(1).click();
    const line = lines.findIndex(
      (text) => text.startsWith('{"Event":"SparkListenerTaskEnd"') && text.includes('"Task ID":7,'),
    );
    const place = await page.locator('.events .place').textContent();
    const byteOffset = Buffer.byteLength(lines.slice(0, line).join('\n')) + 1;
    expect(place).toContain(`:${line + 1}, byte ${byteOffset}`);
    await page.getByLabel('Find in the event').fill('Executor CPU Time');
    await expect.poll(() => page.locator('.events .current mark').textContent()).toBe('Executor CPU Time');
    const wanted = (JSON.parse(lines[line]!) as { 'Task Metrics': Record<string, number> })['Task Metrics'];
    expect(await page.locator('.events .current').textContent()).toContain(String(wanted['Executor CPU Time']));
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByRole('group', { name: 'Tables' }).getByRole('button', { name: 'In the log' }).click();
  });

  it('open from the evidence of a finding', async () => {
    const { findings } = await resultOf(fixture);
    const place = findings.findIndex(({ evidence }) => evidence.some(({ source }) => source !== undefined));
    const source = findings[place]!.evidence.find((one) => one.source !== undefined)!.source!;
    await page.locator('article button.head').nth(place).click();
    await page
      .locator('article.open')
      .getByRole('button', { name: `line ${source.line} of the log` })
      .first()
      .click();
    await page.locator('.events .text p').first().waitFor();
    const event = JSON.parse(lines[source.line - 1]!) as { Event: string };
    expect(await page.locator('.events .text').textContent()).toContain(event.Event);
    await page.getByRole('group', { name: 'Tables' }).getByRole('button', { name: 'In the log' }).click();
  });
});
