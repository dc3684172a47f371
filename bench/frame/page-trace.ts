import type { Browser, Page } from 'playwright-core';

/** As much of a trace event as is looked at; times are microseconds, `tdur` of the processor. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/**
 * What the main thread of a page spent on each frame while something is done to it: all its tasks since the frame before, from handling
 * events to handing the painted canvases over. Of the processor, so that others on the machine do not count.
 */
export async function frameTimes(browser: Browser, page: Page, act: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const inOrder = traceEvents.filter(({ ph }) => ph === 'X').sort((a, b) => a.ts - b.ts);
  const draws = inOrder.filter(({ name }) => name === 'FireAnimationFrame');
  const [first] = draws;
  if (first === undefined) return [];
  const tasks = inOrder.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pid === first.pid && tid === first.tid,
  );
  const frames: number[] = [];
  let spentUs = 0;
  let next = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    spentUs += tdur;
    if ((draws[next]?.ts ?? Number.POSITIVE_INFINITY) > ts + dur) continue;
    frames.push(spentUs / 1000);
    spentUs = 0;
    while ((draws[next]?.ts ?? Number.POSITIVE_INFINITY) <= ts + dur) next++;
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
