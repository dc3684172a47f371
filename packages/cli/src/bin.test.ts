import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { logText, withFiles } from '../test-support/sample-run.ts';

const bin = 'packages/cli/dist/bin.js';
const start = (args: readonly string[]) => spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });

// The built program, so these tests must not see an old build.
beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}, 120_000);

describe('the built program', () => {
  it('ends with the exit code of the command', async () => {
    await withFiles({ app: logText() }, (folder) => {
      expect(start(['report', join(folder, 'app')])).toMatchObject({ status: 0, stderr: '' });
      expect(start(['report', join(folder, 'none')])).toMatchObject({ status: 3, stdout: '' });
      expect(start(['report', '--nonsense'])).toMatchObject({ status: 2, stdout: '' });
    });
  });

  it('ends quietly when the reader closes the pipe', async () => {
    await withFiles({ app: logText() }, async (folder) => {
      // Much more than a pipe holds, so that writing goes on after the reader has gone.
      const child = spawn(process.execPath, [
        bin,
        'report',
        ...new Array<string>(40).fill(join(folder, 'app')),
        '--all',
      ]);
      let stderr = '';
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      child.stdout.once('data', () => child.stdout.destroy());
      const exitCode = await new Promise((resolve) => child.on('exit', resolve));
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    });
  });

  it('starts for help without core and zod', () => {
    const source = readFileSync(bin, 'utf8');
    expect(source).toMatch(/^#!\/usr\/bin\/env node\n/);
    const loadedAtStart = [...source.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)].map((match) => match[1]!);
    for (const name of loadedAtStart) {
      expect(readFileSync(`packages/cli/dist/${name}`, 'utf8')).not.toContain('SparkListener');
    }
    expect(source).not.toContain('SparkListener');
  });

  it('leaves nothing of earlier builds behind', () => {
    const built = readdirSync('packages/cli/dist').filter((name) => name.endsWith('.js'));
    const named = built.flatMap((name) => [
      ...readFileSync(`packages/cli/dist/${name}`, 'utf8').matchAll(/["'`]\.\/([\w-]+\.js)["'`]/g),
    ]);
    const reachable = new Set(['bin.js', ...named.map((match) => match[1])]);
    expect(built.filter((name) => !reachable.has(name))).toEqual([]);
  });
});
