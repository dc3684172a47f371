import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse, formatCount, plural, readLog } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import { generateLog } from '../../bench/generate.ts';
import { resultOf } from '../support/fixtures.ts';
import { dropFixture, launchBrowser, openPage, settle, slowDisk, visibleRange, type WatchedPage } from './browser.ts';
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

async function openFixture(name: string): Promise<WatchedPage> {
  const watched = await openPage(browser);
  const { page } = watched;
  await page.goto(host.address);
  await dropFixture(page, name);
  return watched;
}

describe('a log dropped on a static page', () => {
  it('shows its lanes and findings, and clicking a finding moves the timeline to the evidence', async () => {
    const { page, complaints } = await openFixture('executor-killed');
    const result = await resultOf('executor-killed');
    const lanes = await page.locator('.heads .title').allTextContents();
    expect(lanes.map((text) => text.trim())).toEqual([
      'Findings',
      'Cluster events',
      'Slots and tasks',
      'Driver',
      'SQL executions',
      'Jobs',
      'Stages',
      'Tasks by executor (2)',
      expect.stringMatching(/^0 /),
      expect.stringMatching(/^1 /),
      'Memory and GC',
    ]);
    expect(await page.locator('article').count()).toBe(result.findings.length);
    expect(visibleRange(page)).toBeUndefined();
    const place = result.findings.findIndex((finding) => finding.kind === 'executor-removed');
    await page.locator('article button.head').nth(place).click();
    await settle(page);
    const [startMs, endMs] = visibleRange(page) ?? [Number.NaN, Number.NaN];
    const [evidence] = result.findings[place]!.ranges;
    expect(startMs).toBeLessThan(evidence!.startMs);
    expect(endMs).toBeGreaterThan(evidence!.endMs);
    expect(endMs - startMs).toBeLessThan(result.application.durationMs / 2);
    // Back undoes it.
    await page.goBack();
    await settle(page);
    expect(visibleRange(page)).toBeUndefined();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('reads rolling logs as folders, streaming logs, and zips of the History Server', async () => {
    for (const name of [
      'codec-zstd-rolling-several-files',
      'streaming-falls-behind',
      'history-server-archive-rolling',
    ]) {
      const { page, complaints } = await openFixture(name);
      const result = await resultOf(name);
      expect(await page.locator('header h1').textContent(), name).toBe(result.application.name);
      expect(await page.locator('footer').textContent(), name).toContain(`${result.counts.tasks} tasks`);
      expect(complaints, name).toEqual([]);
      await page.context().close();
    }
  });

  it('that is long shows its beginning while the rest is being read', async () => {
    const { page, complaints } = await openPage(browser);
    await slowDisk(page);
    await page.goto(host.address);
    const path = await generateLog(6_000);
    await page.locator('input[type=file]').first().setInputFiles(path);
    // The lanes are there before the log has been read.
    const badge = page.locator('header .live', { hasText: 'reading' });
    await badge.waitFor();
    await page.locator('canvas.overlay').waitFor();
    const early = await page.locator('footer').innerText();
    await page.keyboard.press('g');
    await page.getByRole('table', { name: 'Stages' }).waitFor();
    await badge.waitFor({ state: 'detached' });
    await settle(page);
    const [log] = (await findLogs([path])).logs;
    const { counts, quality } = analyse(await readLog(log!), path);
    const whole = await page.locator('footer').innerText();
    expect(whole).toContain(`${plural(counts.tasks, 'task')} in ${plural(counts.stageAttempts, 'stage')}`);
    expect(whole).toContain(`${formatCount(quality.linesRead)} lines read`);
    expect(early).not.toBe(whole);
    const table = page.getByRole('table', { name: 'Stages' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(counts.stageAttempts));
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says what it cannot read, in a sentence', async () => {
    const { page } = await openPage(browser);
    await page.goto(host.address);
    const buffer = Buffer.from('hello, this is no log\n');
    await page.locator('input[type=file]').first().setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('notes.txt');
    expect(await alert.textContent()).not.toContain('bug');
    await page.context().close();
  });

  it('does not run what stands in names', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(host.address);
    const hostile = '<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';
    const at = 1_700_000_000_000;
    const lines = [
      { Event: 'SparkListenerApplicationStart', 'App Name': hostile, 'App ID': 'a', Timestamp: at, User: 'u' },
      {
        Event: 'SparkListenerExecutorAdded',
        Timestamp: at,
        'Executor ID': hostile,
        'Executor Info': { Host: hostile, 'Total Cores': 2 },
      },
      {
        Event: 'SparkListenerJobStart',
        'Job ID': 0,
        'Submission Time': at,
        'Stage IDs': [0],
        Properties: { 'spark.job.description': hostile },
      },
      {
        Event: 'SparkListenerJobEnd',
        'Job ID': 0,
        'Completion Time': at + 9000,
        'Job Result': { Result: 'JobFailed', Exception: { Message: hostile } },
      },
      { Event: 'SparkListenerApplicationEnd', Timestamp: at + 10_000 },
    ];
    const buffer = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
    await page.locator('input[type=file]').first().setInputFiles({ name: 'app-1', mimeType: 'text/plain', buffer });
    await settle(page);
    await page.keyboard.press('x');
    await page.getByRole('table').waitFor();
    expect(await page.locator('header h1').textContent()).toBe(hostile);
    expect(await page.evaluate(() => (globalThis as { pwned?: number }).pwned)).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
