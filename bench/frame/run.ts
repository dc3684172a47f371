/**
 * `npm run bench:frame -- [--tasks 10000000] [--drop 1000]`: how fast the timeline moves over a large run, and what a page does while a
 * log of so many megabytes is dropped on it, in a real Chromium. The run is made on the fly and served by the viewer's own server.
 * Figures of frames are processor time of the page's main thread, beside the 16.7 ms of a frame; what people wait for is wall time.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openRun, readApplications, type RunView } from '@cinderlog/core';
import { chromium, type Browser } from 'playwright-core';
import { serveRuns } from '../../packages/cli/src/server/serve-runs.ts';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { measureDrop } from './drop-log.ts';
import { sayTimes } from './times.ts';
import { settle } from '../../test/browser/browser.ts';
import { frameTimes, plainRedraw } from './page-trace.ts';
import { syntheticLog } from '../synthetic-log.ts';

const { values: options } = parseArgs({
  options: { tasks: { type: 'string', default: '1000000' }, drop: { type: 'string', default: '100' } },
});
const moves = 90;
const screens = [
  [1440, 900],
  [2560, 1440],
] as const;

async function openSynthetic(taskCount: number): Promise<{ view: RunView; runMs: number }> {
  const readFrom = performance.now();
  const [model] = await readApplications(syntheticLog(taskCount));
  if (model === undefined) throw new Error('The log holds no application.');
  const readTo = performance.now();
  const view = openRun(model, 'synthetic');
  const seconds = (fromMs: number, toMs: number) => ((toMs - fromMs) / 1000).toFixed(1);
  const analysed = seconds(readTo, performance.now());
  console.log(
    `${taskCount} tasks: made and read in ${seconds(readFrom, readTo)} s, analysed and laid out in ${analysed} s`,
  );
  return { view, runMs: model.application.durationMs };
}

/** Processor time of what the server does for a screen: all its lanes, for the visible stretch and one on either side. */
function measureQueries(view: RunView, runMs: number): void {
  const lanes = ['cores', 'driver', 'jobs', 'stages', 'failures', 'memory'];
  for (let i = 0; i < 12; i++) lanes.push(`activity:${i}`);
  const screenMs: number[] = [];
  const laneMs: number[] = [];
  for (let i = 0; i < moves; i++) {
    const lengthMs = runMs / 1.15 ** (i % 45);
    const startMs = ((runMs - lengthMs) * ((i * 7) % 10)) / 10;
    const ask = (asked: readonly string[]) => {
      const from = process.cpuUsage();
      const queries = asked.map((lane) => ({ lane, startMs, endMs: startMs + lengthMs, widthPx: 3 * 1000 }));
      view.answer('lanes', { queries });
      const { user, system } = process.cpuUsage(from);
      return (user + system) / 1000;
    };
    const ofScreen = ask(lanes);
    const ofLanes = lanes.map((lane) => ask([lane]));
    // The first of a level builds it, which happens once.
    if (i < 45) continue;
    screenMs.push(ofScreen);
    laneMs.push(...ofLanes);
  }
  sayTimes('a window query: one lane, three screens wide', laneMs);
  sayTimes(`the same of all ${lanes.length} lanes of a screen`, screenMs);
}

async function measureMoves(browser: Browser, address: string): Promise<void> {
  for (const [width, height] of screens) {
    const page = await browser.newPage({ viewport: { width, height } });
    sayTimes(`${width} × ${height}: a plain redraw, 20,000 rectangles`, await plainRedraw(browser, page));
    await page.goto(address);
    await settle(page);
    const canvas = await page.locator('canvas.overlay').boundingBox();
    if (canvas === null) throw new Error('There is no timeline.');
    const middle = { x: canvas.x + canvas.width * 0.6, y: canvas.y + canvas.height * 0.7 };
    await page.mouse.move(middle.x, middle.y);
    const zoom = async () => {
      await page.keyboard.down('Control');
      for (let i = 0; i < moves; i++) await page.mouse.wheel(0, i % 30 < 15 ? -60 : 60);
      await page.keyboard.up('Control');
      await settle(page);
    };
    sayTimes('  zooming with the wheel', await frameTimes(browser, page, zoom));
    await page.keyboard.press('KeyW');
    await page.keyboard.press('KeyW');
    await settle(page);
    const pan = async () => {
      for (let i = 0; i < moves; i++) await page.mouse.wheel(i % 60 < 30 ? 40 : -40, 0);
      await settle(page);
    };
    sayTimes('  moving sideways', await frameTimes(browser, page, pan));
    const hover = async () => {
      for (let i = 0; i < moves; i++) await page.mouse.move(middle.x - 300 + 6 * i, middle.y - (i % 9) * 24);
      await settle(page);
    };
    sayTimes('  hovering', await frameTimes(browser, page, hover));
    await page.close();
  }
}

async function main(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    if (Number(options.drop) > 0) await measureDrop(browser, Number(options.drop) * 1e6);
    if (Number(options.tasks) === 0) return;
    const { view, runMs } = await openSynthetic(Number(options.tasks));
    measureQueries(view, runMs);
    const server = await serveRuns([{ name: 'synthetic', view }], 'packages/cli/dist/viewer/app');
    await measureMoves(browser, server.address);
    server.close();
  } finally {
    await browser.close();
  }
}

await main();
