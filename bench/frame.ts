/**
 * `npm run bench:frame -- [--tasks 1000000]`: how fast the timeline moves over a large run, in a real Chromium. The log is made on
 * the fly and served by the viewer's own server; nothing is written. Times are those of this machine, beside the 16.7 ms of a frame.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openRun, readApplications } from '@cinderlog/core';
import { chromium, type Page } from 'playwright-core';
import { serveRuns } from '../packages/cli/src/server/serve-runs.ts';
import { findChromium } from '../scripts/find-chromium.mjs';
import { syntheticLog } from './synthetic-log.ts';

const { values: options } = parseArgs({ options: { tasks: { type: 'string', default: '1000000' } } });
const frameMs = 1000 / 60;
const moves = 90;

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function say(name: string, values: readonly number[]): void {
  const [half, most] = [quantile(values, 0.5), quantile(values, 0.95)];
  const ratio = (most / frameMs).toFixed(2);
  console.log(
    `${name.padEnd(44)} median ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms = ${ratio} of a frame (${values.length})`,
  );
}

/** How long the main thread drew in each frame since the last call. */
async function takeFrames(page: Page): Promise<number[]> {
  return await page.evaluate(() => {
    const times = performance.getEntriesByName('cinderlog-frame').map((entry) => entry.duration);
    performance.clearMeasures('cinderlog-frame');
    performance.clearMarks('cinderlog-draw');
    return times;
  });
}

async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as { cinderlog?: { isIdle(): boolean } }).cinderlog?.isIdle() === true);
}

async function main(): Promise<void> {
  const taskCount = Number(options.tasks);
  const readFrom = performance.now();
  const [model] = await readApplications(syntheticLog(taskCount));
  if (model === undefined) throw new Error('The log holds no application.');
  const laidOutFrom = performance.now();
  const view = openRun(model, 'synthetic');
  const laidOutMs = performance.now() - laidOutFrom;
  console.log(
    `${taskCount} tasks: read in ${((laidOutFrom - readFrom) / 1000).toFixed(1)} s, analysed and laid out in ${(laidOutMs / 1000).toFixed(1)} s`,
  );

  const runMs = model.application.durationMs;
  const lanes = [
    'cores',
    'driver',
    'jobs',
    'stages',
    'failures',
    'memory',
    ...Array.from({ length: 12 }, (_, i) => `activity:${i}`),
  ];
  const queryMs: number[] = [];
  for (let i = 0; i < moves; i++) {
    const lengthMs = runMs / 1.15 ** (i % 45);
    const startMs = ((runMs - lengthMs) * ((i * 7) % 10)) / 10;
    const from = performance.now();
    view.answer('lanes', {
      queries: lanes.map((lane) => ({ lane, startMs, endMs: startMs + lengthMs, widthPx: 3 * 1000 })),
    });
    // The first of a level builds it, which happens once.
    if (i >= 45) queryMs.push(performance.now() - from);
  }
  say(`all ${lanes.length} lanes of a screen, three screens wide`, queryMs);

  const server = await serveRuns([{ name: 'synthetic', view }], 'packages/cli/dist/viewer/app');
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const [width, height] of [
      [1440, 900],
      [2560, 1440],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(server.address);
      await settle(page);
      console.log(`${width} × ${height}`);
      const canvas = await page.locator('canvas.overlay').boundingBox();
      if (canvas === null) throw new Error('There is no timeline.');
      const middle = { x: canvas.x + canvas.width * 0.6, y: canvas.y + canvas.height * 0.7 };
      await page.mouse.move(middle.x, middle.y);
      await takeFrames(page);
      await page.keyboard.down('Control');
      for (let i = 0; i < moves; i++) await page.mouse.wheel(0, i % 30 < 15 ? -60 : 60);
      await page.keyboard.up('Control');
      await settle(page);
      say('  zooming with the wheel, drawing a frame', await takeFrames(page));
      await page.keyboard.press('KeyW');
      await page.keyboard.press('KeyW');
      await takeFrames(page);
      for (let i = 0; i < moves; i++) await page.mouse.wheel(i % 60 < 30 ? 40 : -40, 0);
      await settle(page);
      say('  moving sideways, drawing a frame', await takeFrames(page));
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
}

await main();
