import { existsSync, readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where systems put the browser; `CINDERLOG_CHROMIUM` names another one. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const quiet = ['quic', 'gpu', 'background-networking', 'component-update', 'sync'].map((what) => `--disable-${what}`);

/**
 * Starts the browser without a window, and without anything that it would fetch by itself.
 *
 * @throws Error when there is none: these tests never skip.
 */
export function launchBrowser(): Promise<Browser> {
  const executablePath = [process.env.CINDERLOG_CHROMIUM, ...places].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (executablePath === undefined) {
    throw new Error(
      'There is no Chromium. Install it (Debian: apt-get install chromium), or name it in CINDERLOG_CHROMIUM.',
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run', ...quiet] });
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
