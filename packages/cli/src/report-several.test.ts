import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { resultSchema } from '@cinderlog/core';
import { fakeIo, logText, sampleRun, withFiles } from '../test-support/sample-run.ts';
import { run } from './program.ts';

const whole = logText();
/** The same application on the next days: half as long again, and idle to its end. */
const longer = { ...sampleRun, durationMs: 90_000 };
const other = logText({ ...sampleRun, durationMs: 120_000 }, { 'nightly orders': 'backfill' });
const folderOf = { 'app-1': whole, 'app-2': laterBy(logText(longer), 86_400_000), 'app-3': other, 'app-4': 'no log\n' };

/** The log of a later run: every epoch time moved. */
function laterBy(text: string, ms: number): string {
  return text.replace(/(?<=[:[])1[67]\d{11}(?=[,}\]])/g, (epochMs) => String(Number(epochMs) + ms));
}

async function runOn(files: Readonly<Record<string, string>>, args: readonly string[], columns?: number) {
  return withFiles(files, async (folder) => {
    const io = fakeIo({ ...(columns !== undefined && { columns }) });
    const exitCode = await run(
      args.map((arg) => arg.replace('{}', folder)),
      io,
    );
    return { exitCode, out: io.stdout.text, err: io.stderr.text };
  });
}

describe('a folder of applications', () => {
  it('gives a table with length, trend, waste and worst finding; a broken log does not stop the rest', async () => {
    const { exitCode, out, err } = await runOn(
      folderOf,
      ['report', '{}/app-1', '{}/app-2', '{}/app-3', '{}/app-4'],
      140,
    );
    expect(exitCode).toBe(3);
    expect(err).toContain('app-4');
    const lines = stripVTControlCharacters(out)
      .split('\n')
      .map((line) => line.trimEnd());
    expect(lines[0]).toMatch(/^3 applications ─+$/);
    expect(lines[1]).toMatch(/^# +application +started +ran +trend +waste +end +worst finding$/);
    expect(lines[2]).toMatch(/^1 +nightly orders .* 60 s +[\d.]+ % /);
    // 90 s where the run before took 60 s.
    expect(lines[3]).toMatch(/^2 +nightly orders .* 90 s +\+50 % /);
    expect(lines[4]).toMatch(/^3 +backfill .* 2 m +[\d.]+ % /);
    expect(out).not.toContain('Where the time went');
  });

  it('is sorted as asked for', async () => {
    const orderBy = async (key: string) => {
      const { out } = await runOn(folderOf, [
        'report',
        '{}/app-1',
        '{}/app-2',
        '{}/app-3',
        '-f',
        'json',
        '--sort',
        key,
      ]);
      return resultSchema
        .array()
        .parse(JSON.parse(out))
        .map(({ application }) => application.durationMs / 1000);
    };
    expect(await orderBy('duration')).toEqual([120, 90, 60]);
    expect(await orderBy('name')).toEqual([120, 60, 90]);
    expect((await orderBy('start')).at(-1)).toBe(90);
    expect((await orderBy('trend'))[0]).toBe(90);
    // All work is done in the first minute, so that the longest run wastes most.
    expect(await orderBy('waste')).toEqual([120, 90, 60]);
  });

  it('gives each report with --each, and a file for each in a folder', async () => {
    const each = await runOn(folderOf, ['report', '{}/app-1', '{}/app-3', '--each']);
    expect(each.out.match(/^Application \d of 2/gm)).toHaveLength(2);
    expect(each.out.match(/^Where the time went/gm)).toHaveLength(2);
    await withFiles(folderOf, async (folder) => {
      const target = join(folder, 'out/');
      expect(
        await run(['report', join(folder, 'app-1'), join(folder, 'app-3'), '-f', 'json', '-o', target], fakeIo()),
      ).toBe(0);
      const files = readdirSync(target);
      expect(files).toHaveLength(2);
      for (const file of files) resultSchema.parse(JSON.parse(readFileSync(join(target, file), 'utf8')));
    });
  });

  it('is one page, one list of findings, one Markdown', async () => {
    const inputs = ['report', '{}/app-1', '{}/app-3'];
    expect((await runOn(folderOf, [...inputs, '-f', 'html', '--static'])).out.match(/<h2>/g)).toHaveLength(2);
    expect((await runOn(folderOf, [...inputs, '-f', 'markdown'])).out).toMatch(/^# 2 applications\n/);
    const lines = (await runOn(folderOf, [...inputs, '-f', 'ndjson'])).out.trimEnd().split('\n');
    const findings = lines.map(
      (line) => JSON.parse(line) as { application: { name: string }; kind: string; rank: number },
    );
    expect(new Set(findings.map(({ application }) => application.name))).toEqual(
      new Set(['nightly orders', 'backfill']),
    );
    expect(findings.filter(({ rank }) => rank === 1)).toHaveLength(2);
  });
});

describe('a report that is read back', () => {
  it.each(['json', 'html'])('from %s gives the page that the log gives', async (format) => {
    await withFiles({ 'app-1': whole }, async (folder) => {
      const file = join(folder, `report.${format}`);
      expect(await run(['report', join(folder, 'app-1'), '-o', file, '--redact', 'none'], fakeIo())).toBe(0);
      const fromLog = fakeIo();
      await run(['report', join(folder, 'app-1')], fromLog);
      const fromReport = fakeIo();
      expect(await run(['report', file], fromReport)).toBe(0);
      expect(fromReport.stdout.text).toBe(fromLog.stdout.text);
    });
  });

  it('and that was cut is refused', async () => {
    const { out } = await runOn({ app: whole }, ['report', '{}/app', '-f', 'json']);
    const { exitCode, err } = await runOn({ 'r.json': out.slice(0, -50) }, ['report', '{}/r.json']);
    expect(exitCode).toBe(3);
    expect(err).toMatch(/^cinderlog: .*r\.json is a report that was cut or changed.*\.\n$/);
  });
});

describe('writing', () => {
  it('takes the format from the name of the file', async () => {
    await withFiles({ app: whole }, async (folder) => {
      for (const [name, start] of [
        ['r.html', '<!doctype html>'],
        ['r.md', '## nightly orders'],
        ['r.json', '{"schemaVersion":'],
        ['r.ndjson', '{"schemaVersion":'],
        ['r.log', 'nightly orders'],
      ] as const) {
        expect(await run(['report', join(folder, 'app'), '-o', join(folder, name)], fakeIo())).toBe(0);
        expect(readFileSync(join(folder, name), 'utf8').startsWith(start), name).toBe(true);
      }
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    });
  });

  it('is left alone by Ctrl-C while reading: exit code 130, and an older file stays as it was', async () => {
    // More than the megabyte after which reading first looks up.
    const long = whole.repeat(Math.ceil(2 ** 21 / whole.length));
    await withFiles({ long, 'r.txt': 'older' }, async (folder) => {
      const pressedAtOnce = (listener: () => void) => {
        listener();
        return () => undefined;
      };
      const io = { ...fakeIo(), onInterrupt: pressedAtOnce };
      expect(await run(['report', join(folder, 'long'), '-o', join(folder, 'r.txt')], io)).toBe(130);
      expect(io.stderr.text).toBe('cinderlog: Stopped. Nothing was written.\n');
      expect(readFileSync(join(folder, 'r.txt'), 'utf8')).toBe('older');
      expect(readdirSync(folder).sort()).toEqual(['long', 'r.txt']);
    });
  });
});
