import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../packages/cli/src/program.ts';
import { fakeIo, logText, sampleRun } from '../../packages/cli/test-support/sample-run.ts';
import { findAxeViolations, launchBrowser, settle } from './browser.ts';

const logs = {
  failed: 'fixtures/logs/failing-job/eventlog',
  streaming: 'fixtures/logs/streaming-falls-behind/eventlog',
  compacted: 'fixtures/logs/compacted-rolling-log/eventlog',
  local: 'fixtures/logs/shell-session-local/eventlog',
};
/** Names that are markup, and would run, load or hide something if a page believed them. */
const attack = `</script><script>window.owned=1</script><img src="http://example.invalid/x" onerror="window.owned=1">'"&`;

let folder = '';
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cinderlog-'));
  writeFileSync(
    join(folder, 'app-hostile'),
    logText(sampleRun, { 'nightly orders': attack, 'stage 0': attack, 'host-2': attack }),
  );
  for (const [name, log] of Object.entries(logs)) await write(`${name}.html`, log);
  await write('hostile.html', join(folder, 'app-hostile'), '--redact', 'none');
  await write('several.html', logs.failed, logs.local);
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function write(file: string, ...args: string[]): Promise<void> {
  const io = fakeIo();
  expect(await run(['report', ...args, '-o', join(folder, file)], io), io.stderr.text).toBe(0);
}

interface Visit {
  readonly page: Page;
  /** Addresses that the page asked for besides itself. */
  readonly requests: readonly string[];
  /** What the console says: policy violations among it. */
  readonly complaints: readonly string[];
}

async function visit(
  file: string,
  options: { colorScheme?: 'light' | 'dark'; javaScriptEnabled?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1100, height: 900 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const address = pathToFileURL(join(folder, file)).href;
  page.on('request', (request) => request.url() !== address && requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, requests, complaints };
}

describe('in a browser, from disk, without a network', () => {
  it.each([...Object.keys(logs), 'hostile', 'several'])(
    '%s: opens by itself, and is accessible, light and dark',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, requests, complaints } = await visit(`${name}.html`, { colorScheme });
        expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
        // The policy lets its own style through: without it, text would be black on white in both schemes.
        const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 22, 27)');
        for (const details of await page.locator('details > summary').all()) await details.click();
        expect(await findAxeViolations(page)).toEqual([]);
        await page.context().close();
      }
    },
  );

  it('shows the verdict, the failure and its cause on the first screen, and all findings as headings', async () => {
    const { page } = await visit('failed.html');
    const result = JSON.parse((await page.locator('#cinderlog-result').textContent())!) as {
      findings: { title: string }[];
    };
    const look = page.getByText('Look first at finding 1');
    expect(await look.isVisible()).toBe(true);
    const box = await look.boundingBox();
    expect(box!.y + box!.height).toBeLessThan(900);
    const headings = await page.locator('article h3').allInnerTexts();
    expect(headings).toHaveLength(result.findings.length);
    for (const [i, { title }] of result.findings.entries()) expect(headings[i]).toContain(title);
    expect(await page.locator('svg .incident').count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('runs nothing that names in the log bring along', async () => {
    const { page } = await visit('hostile.html');
    expect(await page.evaluate(() => 'owned' in globalThis)).toBe(false);
    expect(await page.locator('img, iframe, object').count()).toBe(0);
    // Its own program; all other scripts are data.
    expect(await page.locator('script:not([type])').count()).toBe(1);
    expect(await page.locator('h1').innerText()).toBe(attack);
    await page.context().close();
  });

  it('can be read without its program: words, tables and picture, and no link that leads nowhere', async () => {
    const { page } = await visit('failed.html', { javaScriptEnabled: false });
    expect(await page.locator('article h3').count()).toBeGreaterThan(0);
    expect(await page.locator('.picture svg').isVisible()).toBe(true);
    for (const link of await page.locator('a').all()) expect(await link.isVisible()).toBe(false);
    await page.context().close();
  });

  it('opens the timeline and goes back; a finding leads to its place there', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, requests, complaints } = await visit('failed.html', { colorScheme });
      await page.getByRole('link', { name: 'Open the interactive timeline' }).click();
      await settle(page);
      expect(await page.locator('#report').isVisible()).toBe(false);
      expect(await page.getByRole('application').isVisible()).toBe(true);
      expect(await findAxeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Report', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'failing-job' }).waitFor();
      expect(await page.locator('#app').isVisible()).toBe(false);
      const title = await page.locator('article h3').first().innerText();
      await page.getByRole('link', { name: 'Show on the timeline' }).first().click();
      await settle(page);
      expect(title).toContain((await page.locator('article.open .title').textContent())!);
      await page.goBack();
      await page.locator('#report').waitFor();
      expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
      await page.context().close();
    }
  });

  it('holds the plans of its queries', async () => {
    const { page, complaints } = await visit('failed.html');
    await page.getByRole('link', { name: 'Open the interactive timeline' }).click();
    await settle(page);
    await page.keyboard.press('/');
    await page.keyboard.type('query:0');
    await page.keyboard.press('Enter');
    await page.keyboard.press('l');
    await page.locator('g.box').first().waitFor();
    expect(await page.locator('g.box').allTextContents()).toContainEqual(expect.stringContaining('Exchange'));
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('holds the timeline of each of several applications', async () => {
    const { page, complaints } = await visit('several.html');
    const names = await page.locator('section h2').allInnerTexts();
    const links = page.getByRole('link', { name: 'Open the interactive timeline' });
    expect(await links.count()).toBe(2);
    for (const [i, name] of names.entries()) {
      await links.nth(i).click();
      await settle(page);
      expect(await page.locator('#app h1').innerText()).toBe(name);
      await page.goBack();
      await links.nth(i).waitFor();
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('prints the report, even while the timeline is open', async () => {
    const { page } = await visit('failed.html');
    await page.getByRole('link', { name: 'Open the interactive timeline' }).click();
    await settle(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('article h3').first().isVisible()).toBe(true);
    expect(await page.locator('#app').isVisible()).toBe(false);
    await page.context().close();
  });

  it('prints all of it, tables that were closed too', async () => {
    const { page } = await visit('failed.html');
    const table = page.getByRole('group', { name: 'Longest stages, with the times of their tasks' });
    expect(await table.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    const height = await page.evaluate<number>(
      "document.querySelector('details table').getBoundingClientRect().height",
    );
    expect(height).toBeGreaterThan(50);
    await page.context().close();
  });

  it('fits a narrow screen: only charts and tables scroll sideways', async () => {
    const { page } = await visit('hostile.html');
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.context().close();
  });
});

describe('the page', () => {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');

  it('names no address that a browser would fetch', () => {
    for (const name of Object.keys(logs)) {
      const markup = read(`${name}.html`).replace(/<script[^]*<\/script>/, '');
      expect(markup).not.toMatch(/src=|href="(?!#)|url\((?!data:)|@import/);
    }
  });

  it('is an input again, and gives the same report', async () => {
    const fromLog = fakeIo();
    await run(['report', logs.failed, '--share', '--all'], fromLog);
    const fromPage = fakeIo();
    expect(await run(['report', join(folder, 'failed.html'), '--all'], fromPage), fromPage.stderr.text).toBe(0);
    expect(fromPage.stdout.text).toBe(fromLog.stdout.text);
  });

  it('without script holds no timeline, and says so when it is to be viewed', async () => {
    await write('static.html', logs.failed, '--static');
    expect(read('static.html')).not.toMatch(/<script(?! type="application\/json")|script-src/);
    const io = fakeIo();
    expect(await run(['view', join(folder, 'static.html'), '--no-open'], io)).toBe(3);
    expect(io.stderr.text).toContain('holds no timeline');
  });

  it('is an input of compare: a run and its own report do not differ', async () => {
    const io = fakeIo();
    expect(await run(['compare', join(folder, 'failed.html'), logs.failed], io), io.stderr.text).toBe(0);
    expect(io.stdout.text).toContain('failing-job: unchanged');
    const again = fakeIo();
    expect(await run(['compare', logs.local, join(folder, 'static.html')], again), again.stderr.text).toBe(0);
  });

  it('is an input again when it holds several applications, or names that are markup', async () => {
    const several = fakeIo();
    expect(await run(['report', join(folder, 'several.html'), '-f', 'json'], several)).toBe(0);
    expect(JSON.parse(several.stdout.text)).toHaveLength(2);
    const hostile = fakeIo();
    expect(await run(['report', join(folder, 'hostile.html'), '-f', 'json', '--redact', 'none'], hostile)).toBe(0);
    expect((JSON.parse(hostile.stdout.text) as { application: { name: string } }).application.name).toBe(attack);
  });
});
