// Makes a fresh clone ready to run: installs dependencies and builds, each only when it is missing or out of date.
// Runs before `npm start` and `npm test`, so it uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const leastNode = [20, 19];

checkNode();
if (isOlder('node_modules/.package-lock.json', ['package-lock.json'])) {
  step('Installing dependencies', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
const viewerInputs = [
  'packages/viewer/index.html',
  'packages/viewer/vite.config.ts',
  'packages/viewer/package.json',
  'package-lock.json',
];
if (
  isOlder('packages/cli/dist/viewer/report/report.js', [...viewerInputs, 'packages/viewer/src', 'packages/core/src'])
) {
  for (const mode of ['production', 'report']) {
    step(mode === 'report' ? 'Building the viewer for reports' : 'Building the viewer', process.execPath, [
      join(root, 'node_modules/vite/bin/vite.js'),
      ...['build', 'packages/viewer', '-c', 'packages/viewer/vite.config.ts', '--mode', mode, '--logLevel', 'warn'],
    ]);
  }
}
const buildInputs = ['packages/cli/package.json', 'packages/cli/rolldown.config.mjs', 'package-lock.json'];
if (isOlder('packages/cli/dist/bin.js', [...buildInputs, 'packages/cli/src', 'packages/core/src'])) {
  const rolldown = join(root, 'node_modules/rolldown/bin/cli.mjs');
  step('Building', process.execPath, [rolldown, '-c', 'packages/cli/rolldown.config.mjs', '--log-level', 'warn']);
}

if (process.argv.includes('--browser')) await requireBrowser();

/** Browser tests run in a real Chromium. Where there is none, it is installed or asked for; tests never skip for want of it. */
async function requireBrowser() {
  const { findChromium } = await import('./find-chromium.mjs');
  if (findChromium() !== undefined) return;
  const isDebian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (isDebian) {
    step('Installing Chromium for the browser tests', 'sh', [
      '-c',
      'apt-get update -q && apt-get install -y -q --no-install-recommends chromium',
    ]);
    if (findChromium() !== undefined) return;
  }
  fail(
    'The browser tests need Chromium and there is none. Install it (Debian: apt-get install chromium), or name it in CINDERLOG_CHROMIUM.',
  );
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor, leastMinor] = leastNode;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  fail(`cinderlog needs Node ${leastNode.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Whether a product is missing, or older than a file among its inputs; tests are no inputs. */
function isOlder(product, inputs) {
  const path = join(root, product);
  if (!existsSync(path)) return true;
  const madeMs = statSync(path).mtimeMs;
  return inputs.some((input) => newestMs(join(root, input)) > madeMs);
}

function newestMs(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return path.endsWith('.test.ts') ? 0 : stats.mtimeMs;
  // The folder's own time tells of files that were deleted.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

/** Runs one step; its output is shown only when it fails. */
function step(what, command, args) {
  const startedMs = performance.now();
  process.stderr.write(`${what} … `);
  // npm is a script with an extension on Windows, which only a shell finds.
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', shell });
  if (status === 0) {
    process.stderr.write(`done in ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
    return;
  }
  process.stderr.write(`\n${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
  fail(`${what} did not work: \`${[command, ...args].join(' ')}\` failed with what is printed above.`);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
