import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun, readLog, Redactor, type RedactionKind } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import { run } from '../packages/cli/src/program.ts';
import { fakeIo } from '../packages/cli/test-support/sample-run.ts';
import { planted, plantedLog } from './support/planted-log.ts';

let folder = '';
let log = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cinderlog-'));
  log = join(folder, 'app-planted');
  writeFileSync(log, await plantedLog());
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function outputOf(...args: string[]): Promise<string> {
  const io = fakeIo();
  expect(await run(args, io), io.stderr.text).toBe(0);
  return io.stdout.text;
}

type Kind = keyof typeof planted;

/** The planted texts of some kinds that stand in an output. */
function found(output: string, ...kinds: Kind[]): string[] {
  return kinds.flatMap((kind) =>
    Object.entries(planted[kind])
      // Pages and JSON write some characters in another way.
      .filter(([, text]) =>
        [text, text.replaceAll("'", '&#39;'), text.replaceAll('_', '\\_')].some((t) => output.includes(t)),
      )
      .map(([name]) => `${kind}.${name}`),
  );
}

/** Everything of these kinds that the log's own report shows when nothing is hidden. */
const shownBare = async (...args: string[]) =>
  found(await outputOf(...args, '--redact', 'none'), 'secrets', 'people', 'hosts');

describe.each([
  ['HTML', ['--format', 'html']],
  ['Markdown', ['--format', 'markdown', '--evidence']],
  ['shared JSON', ['--format', 'json', '--share']],
  ['shared NDJSON', ['--format', 'ndjson', '--share']],
  ['shared text', ['--all', '--evidence', '--share']],
])('%s', (_, flags) => {
  it('holds no planted secret, person or host', async () => {
    expect(found(await outputOf('report', log, ...flags), 'secrets', 'people', 'hosts')).toEqual([]);
  });

  it('would hold them without redaction, so the test can see them', async () => {
    expect((await shownBare('report', log, ...flags)).length).toBeGreaterThan(3);
  });

  it('hides literals and paths when asked to', async () => {
    const output = await outputOf('report', log, ...flags, '--redact', 'literals,paths');
    expect(found(output, 'secrets', 'people', 'hosts', 'literals', 'paths')).toEqual([]);
  });
});

describe('a report for oneself', () => {
  it.each([
    ['text', ['--all', '--evidence']],
    ['JSON', ['--format', 'json']],
    ['NDJSON', ['--format', 'ndjson']],
  ])('in %s names people and hosts, but no secret', async (_, flags) => {
    const output = await outputOf('report', log, ...flags);
    expect(found(output, 'secrets')).toEqual([]);
    expect(found(output, 'hosts')).toContain('hosts.otherHost');
  });
});

it('sees every planted text in plain JSON, so that none is looked for in vain', async () => {
  const output = await outputOf('report', log, '--format', 'json', '--redact', 'none');
  const all = Object.entries(planted).flatMap(([kind, texts]) => Object.keys(texts).map((name) => `${kind}.${name}`));
  expect(found(output, 'secrets', 'people', 'hosts', 'literals', 'paths')).toEqual(all);
});

it('gives one machine one alias, in hosts of executors and in messages alike', async () => {
  const [shared, plain] = [true, false].map((share) =>
    outputOf('report', log, '--format', 'json', ...(share ? ['--share'] : [])),
  );
  const result = JSON.parse(await shared!) as { executors: { host: string }[]; jobs: { failureMessage?: string }[] };
  const original = JSON.parse(await plain!) as typeof result;
  const index = original.executors.findIndex(({ host }) => host === planted.hosts.otherHost);
  const alias = result.executors[index]!.host;
  expect(alias).toMatch(/^host-\d+$/);
  expect(result.jobs.map(({ failureMessage }) => failureMessage).join(' ')).toContain(`Lost task on ${alias} (`);
  // What is no secret stays: the report is still of use.
  expect(result.jobs.map(({ failureMessage }) => failureMessage).join(' ')).toContain('java.sql.SQLException');
});

describe('a page with the interactive timeline', () => {
  const kinds = ['secrets', 'people', 'hosts'] as const;
  /** Everything that the page holds, unpacked: the texts of its timeline and settings too. */
  const unpacked = (page: string) =>
    [...page.matchAll(/<script type="application\/octet-stream"[^>]*>([^<]*)/g)]
      // Its texts stand as JSON before its numbers.
      .map(([, data]) => gunzipSync(Buffer.from(data!, 'base64')).toString())
      .join('\n');

  it.each([
    ['report', ['report', '--format', 'html']],
    ['view -o', ['view']],
  ])('made by %s holds no planted secret, person or host in what it carries', async (_, [command, ...flags]) => {
    const page = async (...more: string[]) => {
      if (command !== 'view') return await outputOf(command!, log, ...flags, ...more);
      const file = join(folder, '..', `${basename(folder)}.html`);
      await outputOf('view', log, '-o', file, ...more);
      const text = readFileSync(file, 'utf8');
      rmSync(file);
      return text;
    };
    const carried = unpacked(await page());
    expect(carried.length).toBeGreaterThan(1000);
    expect(found(carried, ...kinds)).toEqual([]);
    expect(found(unpacked(await page('--redact', 'all')), ...kinds, 'literals', 'paths')).toEqual([]);
    // Otherwise they would be there: hosts of executors, settings.
    const bare = found(unpacked(await page('--redact', 'none')), ...kinds);
    expect(bare).toEqual(expect.arrayContaining(['secrets.password', 'secrets.jwt', 'hosts.executorHost']));
  });
});

describe('the viewer', () => {
  /** All that a page can ask for, as one text. */
  async function everything(kinds?: RedactionKind[]): Promise<string> {
    const { logs } = await findLogs([log]);
    const redactor = kinds === undefined ? undefined : new Redactor(kinds);
    const run = openRun(await readLog(logs[0]!), 'app-planted', { redactor });
    const tasks = run.answer('tasks', { sortBy: 'startMs', descending: false, offset: 0, limit: 1000 });
    return JSON.stringify([
      run.answer('index', {}),
      tasks,
      tasks.rows.map(({ row }) => run.answer('task', { row })),
      run.index.result.sqlExecutions.map((_, index) => run.answer('query', { index })),
    ]);
  }

  it('is never told a secret, and with --share no person or host', async () => {
    expect(found(await everything(), 'secrets')).toEqual([]);
    expect(found(await everything(['secrets', 'people', 'hosts']), 'secrets', 'people', 'hosts')).toEqual([]);
    expect(found(await everything([]), 'secrets', 'people', 'hosts').length).toBeGreaterThan(15);
  });
});

describe('show', () => {
  it('prints each event of the log without a secret, and without names with --share', async () => {
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const wanted = [...lines.keys()].filter((i) => found(lines[i]!, 'secrets', 'people', 'hosts').length > 0);
    expect(wanted.length).toBeGreaterThan(5);
    for (const i of wanted.slice(0, 12)) {
      const own = await outputOf('show', log, String(i + 1));
      expect((JSON.parse(own) as { Event: string }).Event).toBe((JSON.parse(lines[i]!) as { Event: string }).Event);
      expect(found(own, 'secrets')).toEqual([]);
      expect(found(await outputOf('show', log, String(i + 1), '--share'), 'secrets', 'people')).toEqual([]);
    }
  });
});

it('leaves nothing but what was asked for in the folder', () => {
  expect(readdirSync(folder)).toEqual(['app-planted']);
});
