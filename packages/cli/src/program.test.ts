import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { resultSchema } from '@cinderlog/core';
import { fakeIo, logText, sampleRun, withFiles } from '../test-support/sample-run.ts';
import { run } from './program.ts';
import { version } from './version.ts';

const whole = logText();
const unended = logText({ ...sampleRun, unended: true });

/** Runs a command line over files in a folder; `{}` in an argument stands for the folder. */
async function runIn(files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[], columns?: number) {
  const io = fakeIo(columns === undefined ? {} : { columns });
  return withFiles(files, async (folder) => {
    const exitCode = await run(
      args.map((arg) => arg.replace('{}', folder)),
      io,
    );
    const clean = (text: string) => text.replaceAll(folder, '{}');
    return { exitCode, out: clean(io.stdout.text), err: clean(io.stderr.text) };
  });
}

describe('the command line', () => {
  it('prints help without arguments, and the version that the package has', async () => {
    const help = await runIn({}, []);
    expect(help).toMatchObject({ exitCode: 0, err: '' });
    expect(help.out).toContain('Usage: cinderlog');
    const manifest = JSON.parse(readFileSync('packages/cli/package.json', 'utf8')) as { version: string };
    expect(version).toBe(manifest.version);
    expect((await runIn({}, ['--version'])).out).toBe(`${version}\n`);
  });

  it('explains every flag of report, with examples and exit codes', async () => {
    const { exitCode, out } = await runIn({}, ['report', '--help']);
    expect(exitCode).toBe(0);
    const flags = [
      ...['--findings', '--stages', '--executors', '--sql', '--streaming', '--config', '--all', '--top', '--evidence'],
      ...['--each', '--sort', '--format', '--output', '--width', '--color', '--share', '--redact', '--gap-limit'],
      ...['--strict', '--verbose', '--max-line', '--max-unpacked', '--max-ratio'],
    ];
    for (const flag of flags) expect(out).toContain(flag);
    expect(out).toContain('Examples:');
    expect(out).toContain('Exit codes:');
  });

  it.each([
    [['reprot', 'x'], 'Did you mean report?'],
    [['report', 'x', '--formt', 'json'], 'Did you mean --format?'],
    [['report'], "missing required argument 'input'"],
    [['report', 'x', '--format', 'yaml'], 'Allowed choices are html, json, markdown, ndjson, text'],
    [['report', 'x', '--gap-limit', '30'], 'Give a number with its unit'],
    [['report', 'x', '--max-line', '5 parsecs'], 'Give a number with its unit'],
    [['report', 'x', '--top', '0'], 'Give a whole number from 1'],
    [['report', 'x', '--width', '20'], 'Give a whole number from 60'],
    [['report', 'x', '--sort', 'size'], 'Allowed choices are cost, duration, name, start, trend, waste'],
    [['shwo', 'x'], 'Did you mean show?'],
    [['show', 'x'], 'Give the place as <file>:<line>'],
    [['completion', 'tcsh'], 'Allowed choices are bash, fish, zsh'],
  ])('%j is wrong usage', async (args, sentence) => {
    const { exitCode, out, err } = await runIn({}, args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it('takes a path without a command for a report', async () => {
    const { exitCode, out } = await runIn({ app: whole }, ['{}/app']);
    expect(exitCode).toBe(0);
    expect(out).toContain('nightly orders');
  });
});

describe('report', () => {
  it('writes plain text of 80 columns into a pipe, and colours on a terminal', async () => {
    const piped = await runIn({ app: whole }, ['report', '{}/app']);
    expect(piped).toMatchObject({ exitCode: 0, err: '' });
    expect(piped.out).not.toContain('\u001b');
    expect((await runIn({ app: whole }, ['report', '{}/app'], 100)).out).toContain('\u001b[');
    expect((await runIn({ app: whole }, ['report', '{}/app', '--color', 'never'], 100)).out).not.toContain('\u001b[');
  });

  it('writes the result document as JSON: one line for programs, indented for eyes', async () => {
    const piped = await runIn({ app: whole }, ['report', '{}/app', '--format', 'json']);
    expect(piped.exitCode).toBe(0);
    expect(piped.out.trimEnd()).not.toContain('\n');
    const result = resultSchema.parse(JSON.parse(piped.out));
    expect(result.application.name).toBe('nightly orders');
    const shown = await runIn({ app: whole }, ['report', '{}/app', '--format', 'json'], 100);
    expect(shown.out).toContain('\n  "schemaVersion": 1');
    expect(resultSchema.parse(JSON.parse(shown.out))).toEqual(result);
  });

  it('writes a list when several logs were found', async () => {
    const { out } = await runIn({ a: whole, b: unended }, ['report', '{}/a', '{}/b', '--format', 'json']);
    expect(resultSchema.array().length(2).parse(JSON.parse(out))[1]!.application.endInferred).toBe(true);
  });

  it('writes to a file, without colour', async () => {
    await withFiles({ app: whole }, async (folder) => {
      const io = fakeIo({ columns: 100 });
      const target = join(folder, 'report.txt');
      expect(await run(['report', join(folder, 'app'), '--output', target], io)).toBe(0);
      expect(io.stdout.text).toBe('');
      expect(readFileSync(target, 'utf8')).toMatch(/^nightly orders\n/);
    });
  });

  it('passes the gap limit on', async () => {
    const gapsWith = async (limit: string) => {
      const { out } = await runIn({ app: whole }, ['report', '{}/app', '--format', 'json', '--gap-limit', limit]);
      return resultSchema.parse(JSON.parse(out)).findings.filter(({ kind }) => kind === 'execution-gap').length;
    };
    // Nothing ran from 35 s to 50 s, and before 11 s.
    expect(await gapsWith('9s')).toBeGreaterThan(0);
    expect(await gapsWith('59s')).toBe(0);
  });

  it('reports the logs that can be read, names the others and ends with 3', async () => {
    const { exitCode, out, err } = await runIn({ good: whole, bad: 'not a log\n' }, [
      'report',
      '{}/good',
      '{}/bad',
      '{}/none',
    ]);
    expect(exitCode).toBe(3);
    expect(out).toContain('nightly orders');
    expect(err).toContain('{}/none');
    expect(err).toContain('{}/bad');
    expect(
      err
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('cinderlog: ')),
    ).toBe(true);
  });

  it('says in one sentence that nothing could be read', async () => {
    const { exitCode, out, err } = await runIn({ empty: '' }, ['report', '{}/empty']);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toMatch(/^cinderlog: .*empty.*\.\n$/);
  });

  it('refuses an incomplete log only with --strict, after the report', async () => {
    expect((await runIn({ app: unended }, ['report', '{}/app'])).exitCode).toBe(0);
    const strict = await runIn({ app: unended }, ['report', '{}/app', '--strict']);
    expect(strict.exitCode).toBe(4);
    expect(strict.out).toContain('nightly orders');
    expect((await runIn({ app: whole }, ['report', '{}/app', '--strict'])).exitCode).toBe(0);
  });

  it('reads a bomb or refuses it with a sentence that names the flags', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(whole), Buffer.alloc(1_000_000, '\n')]));
    const args = ['report', '{}/app.gz', '--max-unpacked'];
    expect(bomb.length * 100).toBeLessThan(1_000_000);
    expect((await runIn({ 'app.gz': bomb }, [...args, '2MB'])).exitCode).toBe(0);
    const { exitCode, out, err } = await runIn({ 'app.gz': bomb }, [...args, '900kB']);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toMatch(/^cinderlog: .*app\.gz unpacks to more than .*--max-ratio or --max-unpacked\.\n$/);
  });

  it('walks lines above the limit without their plans, and says so', async () => {
    const { exitCode, out } = await runIn({ app: whole }, ['report', '{}/app', '--max-line', '120']);
    expect(exitCode).toBe(0);
    expect(out).toContain('oversized lines were read without plans');
    expect(out).toContain('nightly orders');
  });

  it('names a file that it cannot write', async () => {
    const { exitCode, err } = await runIn({ app: whole }, ['report', '{}/app', '-o', '{}/none/report.txt']);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^cinderlog: The report cannot be written to /);
  });

  it('does not repeat escape sequences of file names', async () => {
    const { err } = await runIn({}, ['report', '{}/\u001b[31mred']);
    expect(err).not.toContain('\u001b');
    expect(err).toContain('\\x1b[31mred');
  });
});

describe('show', () => {
  const withSecret = whole.replace('"Spark Version":', '"Password":"geheim","Spark Version":');

  it('prints the event at a line as JSON, without secrets', async () => {
    const { exitCode, out } = await runIn({ app: withSecret }, ['show', '{}/app', '1']);
    expect(exitCode).toBe(0);
    const first = JSON.parse(withSecret.split('\n')[0]!) as Record<string, unknown>;
    expect(JSON.parse(out)).toEqual({ ...first, Password: '(hidden)' });
    expect((await runIn({ app: withSecret }, ['show', '{}/app:1', '--redact', 'none'])).out).toContain('geheim');
  });

  it('takes a place as a report names it', async () => {
    const { out } = await runIn({ app: whole }, ['report', '{}/app', '--evidence']);
    const place = /app:\d+(?= \(byte)/.exec(out)?.[0] ?? '';
    const shown = await runIn({ app: whole }, ['show', '{}/app', place]);
    expect(shown.exitCode).toBe(0);
    const event = (JSON.parse(shown.out) as { Event: string }).Event;
    expect(event).toMatch(/^SparkListener/);
    // The report shows the beginning of the same event below the place.
    expect(out.slice(out.indexOf(place))).toContain(`{"Event":"${event}"`);
    expect(await runIn({ app: whole }, ['show', `{}/${place}`])).toEqual(shown);
  });

  it.each([
    [['show', '{}/app', '999'], 3, 'has no line 999'],
    [['show', '{}/none', '1'], 3, 'does not exist'],
    [['show', '{}/app', 'other:1'], 2, 'has no file other. It has {}/app.'],
    [['show', '{}/app', 'x'], 2, 'Give the place'],
    [['show', '{}/app', '1', '--redact', 'all,sorts'], 2, '--redact does not know all'],
  ])('%j ends with a sentence', async (args, code, sentence) => {
    const { exitCode, out, err } = await runIn({ app: whole }, args);
    expect({ exitCode, out }).toEqual({ exitCode: code, out: '' });
    expect(err).toContain(sentence);
    expect(err).toMatch(/\.\n$/);
  });

  it('prints a line that is no JSON as it is, safe for the terminal', async () => {
    const { exitCode, out, err } = await runIn({ app: `${whole}\u001b[31mcut` }, [
      'show',
      '{}/app',
      String(whole.split('\n').length),
    ]);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '\\x1b[31mcut\n' });
    expect(err).toContain('is not JSON');
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s knows every command and flag', async (shell) => {
    const { exitCode, out } = await runIn({}, ['completion', shell]);
    expect(exitCode).toBe(0);
    for (const word of ['report', 'show', 'completion', 'evidence', 'redact', 'markdown', 'waste']) {
      expect(out).toContain(word);
    }
  });

  it('is a script that bash runs, and completes with', async () => {
    const { out } = await runIn({}, ['completion', 'bash']);
    const complete = (...words: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        'bash',
        [
          '-c',
          `${out}\nCOMP_WORDS=(cinderlog ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _cinderlog; echo "\${COMPREPLY[*]}"`,
        ],
        { encoding: 'utf8' },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return stdout.trim().split(/\s+/);
    };
    expect(complete('rep')).toContain('report');
    expect(complete('report', '--st')).toEqual(['--stages', '--streaming', '--static', '--strict']);
    expect(complete('report', '--format', '')).toEqual(['html', 'json', 'markdown', 'ndjson', 'text']);
  });
});
