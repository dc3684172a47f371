import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('the GitHub action', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cinderlog-action-'));
  beforeAll(() => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the entry point as the runner does: inputs by environment, outputs and summary by file. */
  const act = (inputs: Readonly<Record<string, string>>) => {
    const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const env = { PATH: process.env.PATH ?? '', RUNNER_TEMP: folder, ...files, ...inputs };
    const { status, stdout } = spawnSync(process.execPath, ['scripts/action.mjs'], { encoding: 'utf8', env });
    const [output, summary] = Object.values(files).map((file) => readFileSync(file, 'utf8'));
    return { status, stdout, output, summary };
  };
  const log = 'fixtures/logs/healthy-batch/eventlog';

  it('passes, and says so in its outputs and in the summary', () => {
    const { status, output, summary } = act({ INPUT: log, ARGUMENTS: '--limit run=10m' });
    expect(status).toBe(0);
    expect(output).toBe(`status=passed\nreport=${join(folder, 'cinderlog-check.json')}\n`);
    expect(summary).toContain('### ✅ healthy-batch');
  });

  it('fails with annotations', () => {
    const { status, output, stdout } = act({ INPUT: log, ARGUMENTS: '--limit run=10s' });
    expect(status).toBe(1);
    expect(output).toContain('status=failed');
    expect(stdout).toContain('::error title=cinderlog%3A healthy-batch::run duration: took 39.1 s');
  });

  it('does not run what its inputs hold', () => {
    const { status, output } = act({ INPUT: '$(touch /tmp/cinderlog-forged)\n; false', ARGUMENTS: '--limit run=10m' });
    expect(status).toBe(3);
    expect(output).toContain('status=unreadable');
  });

  it('declares the inputs that its entry point reads', () => {
    const manifest = readFileSync('action.yml', 'utf8');
    for (const name of ['input', 'baseline', 'config', 'arguments']) {
      expect(manifest).toContain(`${name.toUpperCase()}: \${{ inputs.${name} }}`);
    }
  });
});
