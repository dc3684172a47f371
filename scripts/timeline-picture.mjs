// Takes docs/pictures/timeline.png: the timeline of a lab log as one page in a real browser. `npm run pictures`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const fixture = 'fixtures/logs/driver-overloaded/eventlog';
const target = 'docs/pictures/timeline.png';

const folder = mkdtempSync(join(tmpdir(), 'cinderlog-picture-'));
const page = join(folder, 'run.html');
try {
  const command = ['packages/cli/dist/bin.js', 'view', fixture, '-o', page];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The report for the picture failed: ${stderr}`);
  await takePicture();
  process.stderr.write(`${target} taken\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function takePicture() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium; run `node scripts/setup.mjs --browser`.');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForFunction(() => globalThis.cinderlog?.isIdle() === true);
    await tab.screenshot({ path: join(root, target) });
  } finally {
    await browser.close();
  }
}
