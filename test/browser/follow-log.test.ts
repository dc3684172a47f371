import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppender } from '../support/appender.ts';
import { findFixture, resultOf } from '../support/fixtures.ts';
import { decodeAll } from '../support/raw-events.ts';
import { startView } from '../support/view-process.ts';
import { launchBrowser, openPage, settle, visibleRange } from './browser.ts';

const fixture = 'executor-killed';
let browser: Browser;
let folder: string;
/** The log, a line each with its end. */
let lines: string[];
const servers: { close: () => void }[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'cinderlog-follow-'));
  const [log] = await findFixture(fixture);
  lines = (await decodeAll(log!.parts[0]!)).toString().split(/(?<=\n)/);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function view(path: string): Promise<string> {
  const server = await startView(path);
  servers.push(server);
  return server.address;
}

/** Waits until the page shows a log of so many lines. */
async function seesLines(page: Page, count: number): Promise<void> {
  await page.locator('footer', { hasText: `${count} lines read` }).waitFor();
  await settle(page);
}

/** Where the stage with this number ends in the log: the line after its last event. */
function lineBehindStage(stageId: number): number {
  return 1 + lines.findLastIndex((line) => line.includes('StageCompleted') && line.includes(`"Stage ID":${stageId},`));
}

describe('a log that is being written', () => {
  it('is followed to its end; what is selected and how far it is zoomed stay', async () => {
    const path = join(folder, 'app-1.inprogress');
    const writer = startAppender(path);
    const behindFirst = lineBehindStage(0);
    await writer.append(lines.slice(0, behindFirst).join(''));
    const { page, complaints } = await openPage(browser);
    await page.goto(await view(path));
    await seesLines(page, behindFirst);
    const badge = page.locator('header .live');
    expect(await badge.innerText()).toMatch(/^● live · the log grew .+ ago$/s);
    expect(visibleRange(page)).toBeUndefined();

    // The whole of the run stays the whole of it.
    const behindSecond = lineBehindStage(1);
    await writer.append(lines.slice(behindFirst, behindSecond).join(''));
    await seesLines(page, behindSecond);
    expect(visibleRange(page)).toBeUndefined();

    await page.keyboard.press('/');
    await page.keyboard.type('stage:0');
    await page.keyboard.press('Enter');
    await settle(page);
    const range = visibleRange(page);
    expect(range).toBeDefined();
    const selected = await page.getByRole('complementary', { name: 'Selection' }).locator('h2').innerText();
    expect(selected).toContain('stage 0');

    // A table that is open grows with the log; what it shows stays what was chosen.
    await page.getByRole('button', { name: 'Its tasks' }).click();
    await page.getByRole('button', { name: 'Show all' }).click();
    const tasks = page.getByRole('table', { name: 'Tasks' });
    const startsIn = (count: number) =>
      new Set(
        lines
          .slice(0, count)
          .filter((line) => line.includes('SparkListenerTaskStart'))
          .map((line) => /"Task ID":(\d+)/.exec(line)?.[1]),
      ).size;
    await expect.poll(() => tasks.getAttribute('aria-rowcount')).toBe(String(startsIn(behindSecond)));

    // Half a line is no reason to complain.
    const next = lines[behindSecond]!;
    await writer.append(next.slice(0, next.length / 2));
    await writer.append(next.slice(next.length / 2) + lines.slice(behindSecond + 1, -1).join(''));
    await seesLines(page, lines.length - 1);
    await expect.poll(() => tasks.getAttribute('aria-rowcount')).toBe(String(startsIn(lines.length - 1)));
    expect(visibleRange(page)).toEqual(range);
    expect(await page.getByRole('complementary', { name: 'Selection' }).locator('h2').innerText()).toBe(selected);

    await writer.append(lines.at(-1)!);
    renameSync(path, join(folder, 'app-1'));
    await page.locator('header .outcome', { hasText: 'ended' }).waitFor();
    await seesLines(page, lines.length);
    expect(await badge.count()).toBe(0);
    const result = await resultOf(fixture);
    await page.getByRole('button', { name: `Findings (${result.findings.length})` }).click();
    expect(await page.locator('article').count()).toBe(result.findings.length);
    expect(visibleRange(page)).toEqual(range);
    expect(complaints).toEqual([]);
    writer.close();
    await page.context().close();
  });

  it('may be compressed: it is read as far as it can be', async () => {
    const [log] = await findFixture(fixture);
    const bytes = readFileSync(log!.parts[0]!.name);
    const path = join(folder, 'app-2.zstd.inprogress');
    const writer = startAppender(path);
    await writer.append(bytes.subarray(0, bytes.length * 0.7));
    const { page, complaints } = await openPage(browser);
    await page.goto(await view(path));
    await settle(page);
    const early = await page.locator('footer').innerText();
    await writer.append(bytes.subarray(bytes.length * 0.7));
    await seesLines(page, lines.length);
    expect(early).not.toContain(`${lines.length} lines read`);
    expect(complaints).toEqual([]);
    writer.close();
    await page.context().close();
  });
});
