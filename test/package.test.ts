import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The package as a user gets it: packed, installed into an empty folder without a network, and run from there. `npm test` has just
// built what is packed.
interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const log = resolve('fixtures/logs/executor-killed/eventlog');
let folder: string;
let packed: Packed;
const npm = (args: readonly string[], cwd: string) =>
  // A cache of its own: nothing that was downloaded before can help.
  execFileSync('npm', [...args, '--offline', '--cache', join(folder, 'cache'), '--loglevel', 'error'], {
    cwd,
    encoding: 'utf8',
  });
const cinderlog = (...args: string[]) =>
  execFileSync('npx', ['--offline', '--no', '--', 'cinderlog', ...args], {
    cwd: join(folder, 'empty'),
    encoding: 'utf8',
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinderlog-'));
  mkdirSync(join(folder, 'empty'));
  const [first] = JSON.parse(
    npm(['pack', '--json', '--pack-destination', folder], resolve('packages/cli')),
  ) as Packed[];
  if (first === undefined) throw new Error('npm packed nothing');
  packed = first;
  npm(['install', '--no-audit', '--no-fund', join(folder, packed.filename)], join(folder, 'empty'));
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the npm package', () => {
  it('holds the program, its page and what npm adds, and nothing else', () => {
    const others = packed.files
      .map(({ path }) => path)
      .filter((path) => !/^dist\/([\w.-]+\.js|viewer\/.+)$/.test(path));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(packed.files.filter(({ path }) => /\.(ts|map|test\.js)$/.test(path))).toEqual([]);
    expect(packed.unpackedSize).toBeLessThan(8 * 2 ** 20);
  });

  it('runs no script when it is installed, and needs no other package', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'empty/node_modules/cinderlog/package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
      dependencies?: object;
    };
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => /install|prepare/.test(name))).toEqual([]);
    expect(manifest.dependencies).toBeUndefined();
    expect(readdirSync(join(folder, 'empty/node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'cinderlog',
    ]);
  });

  it('reports on a log, tells its version and explains findings', () => {
    const { version } = JSON.parse(readFileSync('packages/cli/package.json', 'utf8')) as { version: string };
    expect(cinderlog('--version')).toBe(`${version}\n`);
    expect(cinderlog('report', log)).toContain('Executor 1 ended by a crash or a kill from outside');
    expect(cinderlog('explain', 'executor-removed')).toContain('executor-removed');
  });

  it('serves the timeline', async () => {
    const view = spawn(process.execPath, ['node_modules/cinderlog/dist/bin.js', 'view', log, '--no-open'], {
      cwd: join(folder, 'empty'),
    });
    try {
      const lines = createInterface({ input: view.stdout });
      const [line] = (await once(lines, 'line')) as [string];
      const address = /http:\S+/.exec(line)?.[0] ?? '';
      const page = await fetch(address);
      expect(page.status).toBe(200);
      expect(await page.text()).toMatch(/<script[^>]+src=/);
    } finally {
      view.kill();
    }
  });
});
