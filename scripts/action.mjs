// Entry point of action.yml: inputs come as environment variables, never as text within a script, so that no name can be run.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'packages/cli/dist/bin.js');
if (!existsSync(bin)) {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 70);
}

const { INPUT = '', BASELINE = '', CONFIG = '', ARGUMENTS = '', GITHUB_OUTPUT } = process.env;
const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const report = join(process.env.RUNNER_TEMP ?? tmpdir(), 'cinderlog-check.json');
const args = [
  'check',
  ...(BASELINE === '' ? [] : ['--baseline', ...lines(BASELINE)]),
  ...(CONFIG === '' ? [] : ['--config', CONFIG]),
  ...ARGUMENTS.split(/\s+/).filter((word) => word !== ''),
  '--format',
  'github',
  '--output',
  `json:${report}`,
  '--',
  ...lines(INPUT),
];
const { status } = spawnSync(process.execPath, [bin, ...args], { stdio: 'inherit' });
const outcome = status === 0 || status === 1 ? JSON.parse(readFileSync(report, 'utf8')).status : 'unreadable';
if (GITHUB_OUTPUT !== undefined) appendFileSync(GITHUB_OUTPUT, `status=${outcome}\nreport=${report}\n`);
process.exit(status ?? 70);
