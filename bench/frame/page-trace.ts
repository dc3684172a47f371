import type { Browser, Page } from 'playwright-core';

/** As much of a trace event as is looked at; durations are processor time in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly tdur?: number;
}

/**
 * What the main thread of a page spent on each frame while something is done to it: the events before it, and its drawing. Of the
 * processor, so that others on the machine do not count.
 */
export async function frameTimes(browser: Browser, page: Page, act: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const parts = traceEvents
    .filter(({ name, ph }) => ph === 'X' && (name === 'FireAnimationFrame' || name === 'EventDispatch'))
    .sort((a, b) => a.ts - b.ts);
  const frames: number[] = [];
  let dispatchUs = 0;
  for (const { name, tdur = 0 } of parts) {
    dispatchUs += tdur;
    if (name !== 'FireAnimationFrame') continue;
    frames.push(dispatchUs / 1000);
    dispatchUs = 0;
  }
  return frames;
}

/** The same for a page that only fills a canvas of its size with rectangles: what this machine takes to draw at all. */
export async function plainRedraw(browser: Browser, page: Page): Promise<number[]> {
  await page.goto('about:blank');
  return await frameTimes(browser, page, async () => {
    await page.evaluate(async () => {
      const canvas = document.body.appendChild(document.createElement('canvas'));
      canvas.width = innerWidth;
      canvas.height = innerHeight;
      const context = canvas.getContext('2d', { alpha: false });
      for (let frame = 0; frame < 30; frame++) {
        await new Promise(requestAnimationFrame);
        for (let i = 0; i < 20_000; i++) {
          if (i % 1_000 === 0 && context !== null) context.fillStyle = `hsl(${i / 60} 50% 50%)`;
          context?.fillRect((i * 7) % innerWidth, (i * 13) % innerHeight, 6, 12);
        }
      }
    });
  });
}
