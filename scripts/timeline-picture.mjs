// Takes the pictures of docs/viewer.md in a real browser: timelines as pages from disk, two runs from the local server. `npm run pictures`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const logOf = (fixture) => `fixtures/logs/${fixture}/eventlog`;
const bin = 'packages/cli/dist/bin.js';

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('There is no Chromium; run `node scripts/setup.mjs --browser`.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const folder = mkdtempSync(join(tmpdir(), 'cinderlog-picture-'));
try {
  await takePicture(writePage('driver-overloaded'), 'docs/pictures/timeline.png');
  await takePicture(writePage('skewed-join'), 'docs/pictures/plan.png', async (tab) => {
    await tab.keyboard.press('/');
    await tab.keyboard.type('query:0');
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('l');
    await tab.locator('g.box').filter({ hasText: 'SortMergeJoin' }).first().click();
  });
  await withServer([logOf('healthy-batch'), logOf('healthy-batch-spark-4-1')], (address) =>
    takePicture(address, 'docs/pictures/compare.png', (tab) => tab.locator('tfoot').waitFor()),
  );
} finally {
  rmSync(folder, { recursive: true });
  await browser.close();
}

function writePage(fixture) {
  const page = join(folder, `${fixture}.html`);
  const { status, stderr } = spawnSync(process.execPath, [bin, 'view', logOf(fixture), '-o', page], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The page for the picture failed: ${stderr}`);
  return pathToFileURL(page).href;
}

async function withServer(logs, use) {
  const server = spawn(process.execPath, [bin, 'view', ...logs, '--compare', '--no-open'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await new Promise((resolve, reject) => {
      let text = '';
      server.stdout.on('data', (chunk) => {
        text += chunk;
        const found = /http:\/\/\S+/.exec(text);
        if (found !== null) resolve(found[0]);
      });
      server.on('exit', (code) => reject(new Error(`The server for the picture ended with ${code}.`)));
    });
    await use(address);
  } finally {
    server.kill();
  }
}

async function takePicture(address, target, prepare = () => Promise.resolve()) {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'light' });
  const settle = () => tab.waitForFunction(() => globalThis.cinderlog?.isIdle() === true);
  await tab.goto(address);
  await settle();
  await prepare(tab);
  await settle();
  await tab.screenshot({ path: join(root, target) });
  await tab.close();
  process.stderr.write(`${target} taken\n`);
}
