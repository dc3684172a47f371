import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';

/** Real Chromium without anything that would reach for the network by itself. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws Error when there is no Chromium: these tests never skip. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium; run `node scripts/setup.mjs --browser`.');
  return await chromium.launch({ executablePath, args: quiet });
}

/** A page that takes note of everything a healthy one never does. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, errors of scripts, requests to other machines. */
  readonly complaints: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isLocal = url.hostname === '127.0.0.1' || ['file:', 'data:', 'blob:'].includes(url.protocol);
    if (!isLocal) complaints.push(`a request to ${url.hostname}`);
  });
  return { page, complaints };
}

/** What was recorded for a fixture: the only file or folder of its log. */
export function fixtureLog(name: string): string {
  const folder = `fixtures/logs/${name}/eventlog`;
  return join(folder, readdirSync(folder)[0] ?? '');
}

/** Hands the log of a fixture to the start page, as a file or, when it is rolling, as a folder; waits until it is shown. */
export async function dropFixture(page: Page, name: string): Promise<void> {
  const path = fixtureLog(name);
  const picker = statSync(path).isDirectory() ? 'input[webkitdirectory]' : 'input[type=file]:not([webkitdirectory])';
  await page.locator(picker).setInputFiles(path);
  await settle(page);
}

/** Drags files or folders over a page as a person would with the mouse, and lets go of them. */
export async function dragOnto(page: Page, paths: readonly string[], beforeDrop?: () => Promise<void>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths.map((path) => resolve(path)), dragOperationsMask: 1 };
  const point = { x: 300, y: 300, data };
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...point });
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...point });
  await beforeDrop?.();
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...point });
  await session.detach();
}

/** From now on every few megabytes that the page reads of a file take their time. */
export async function slowDisk(page: Page): Promise<void> {
  await page.route('**/core-worker*.js', async (route) => {
    const body = await (await route.fetch()).text();
    await route.fulfill({ body: `(${slowReading.toString()})();${body}`, contentType: 'text/javascript' });
  });
}

/** Runs in the worker, before its program. */
function slowReading(): void {
  type Read = (this: unknown, blob: Blob) => ArrayBuffer;
  const { prototype } = (globalThis as unknown as { FileReaderSync: { prototype: { readAsArrayBuffer: Read } } })
    .FileReaderSync;
  const { readAsArrayBuffer: read } = prototype;
  prototype.readAsArrayBuffer = function (blob) {
    const untilMs = performance.now() + (blob.size > 1e6 ? 300 : 0);
    while (performance.now() < untilMs);
    return read.call(this, blob);
  };
}

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** What is not accessible on a page: rule, and the elements that break it. */
export async function findAxeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

/** Waits until the viewer has nothing on its way and nothing left to draw. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as { cinderlog?: { isIdle(): boolean } }).cinderlog?.isIdle() === true);
}

/** The stretch of the run that is on the screen, as the address tells it; nothing when it is the whole. */
export function visibleRange(page: Page): [startMs: number, endMs: number] | undefined {
  const match = /[#&]t=([\d.]+)-([\d.]+)/.exec(page.url());
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}
