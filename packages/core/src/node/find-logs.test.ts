import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeSource } from '../ingest/decode.ts';
import type { LogInput, LogPart } from '../ingest/log-input.ts';
import { findLogs } from './find-logs.ts';

const archives = fileURLToPath(new URL('../../../../fixtures/archives/', import.meta.url));
const codecs = fileURLToPath(new URL('../../../../fixtures/codecs/', import.meta.url));
const head = '{"Event":"SparkListenerLogStart","Spark Version":"4.0.1"}\n';
const event = (jobId: number) => `{"Event":"SparkListenerJobEnd","Job ID":${jobId}}\n`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-logs-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, content: string | Uint8Array = head): string {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

function readPart(part: LogPart, isLaterPart = false): string {
  let text = '';
  for (const bytes of decodeSource(part.open(), { name: part.name, isLaterPart }))
    text += Buffer.from(bytes).toString();
  return text;
}

const readLog = (log: LogInput) => log.parts.map((part, index) => readPart(part, index > 0)).join('');
const shortNames = (logs: readonly LogInput[]) => logs.map((log) => log.name.replace(`${folder}/`, ''));

describe('a file', () => {
  test.each(['spark.zstd', 'spark.lz4', 'best.gz', 'sample.jsonl'])('%s is one log', async (name) => {
    const { logs, refused, notes } = await findLogs([codecs + name]);
    expect(logs).toMatchObject([{ name: codecs + name, layout: 'single', inProgress: false }]);
    expect([...refused, ...notes]).toEqual([]);
    expect(readLog(logs[0]!)).toBe(readFileSync(`${codecs}sample.jsonl`, 'utf8'));
  });

  test('still written to is in progress', async () => {
    const { logs } = await findLogs([write('local-1.inprogress')]);
    expect(logs[0]?.inProgress).toBe(true);
  });

  test('of a rolling log stands for all of it', async () => {
    write('eventlog_v2_a/events_2_a', event(2));
    write('eventlog_v2_a/appstatus_a', '');
    const { logs, notes } = await findLogs([write('eventlog_v2_a/events_1_a')]);
    expect(shortNames(logs)).toEqual(['eventlog_v2_a']);
    expect(readLog(logs[0]!)).toBe(head + event(2));
    expect(notes[0]).toContain('all its parts are read');
  });

  test('and the parts of one delivery named one by one are one log', async () => {
    const older = write('eventlog-2024-05-01--10-30.gz', gzipSync(head));
    const { logs } = await findLogs([write('eventlog', event(1)), older]);
    expect(logs).toHaveLength(1);
    expect(readLog(logs[0]!)).toBe(head + event(1));
  });
});

describe('a folder', () => {
  test('gives every log in it, at any depth, and counts the rest', async () => {
    write('eventlog_v2_a/events_1_a');
    write('eventlog_v2_a/appstatus_a', '');
    write('deep/er/app-20251121010101-0000.zstd', readFileSync(`${codecs}spark.zstd`));
    write('deep/truth.json', '{\n}');
    write('deep/.app.crc', 'x');
    copyFileSync(`${archives}history-server.zip`, join(folder, 'more.zip'));
    const { logs, refused, notes } = await findLogs([`${folder}/`]);
    expect(shortNames(logs)).toEqual([
      'deep/er/app-20251121010101-0000.zstd',
      'eventlog_v2_a',
      'more.zip!/app-20251121010101-0000',
      'more.zip!/eventlog_v2_application_1763680000000_0001_1',
      'more.zip!/eventlog_v2_application_1763680000000_0001_2',
    ]);
    expect(refused).toEqual([]);
    expect(notes).toEqual([`In ${folder}/, 2 files (truth.json, README) were left aside: no event logs.`]);
  });

  test('with a broken log still gives the others', async () => {
    write('app-20251121010101-0000', '\u0001\u0002\u0003');
    write('app-20251121010101-0001');
    write('broken.zip', 'PK\u0003\u0004 and no more');
    const { logs, refused } = await findLogs([folder]);
    expect(logs).toHaveLength(1);
    expect(refused.map((error) => error.message.replaceAll(`${folder}/`, ''))).toEqual([
      'broken.zip is cut off: the list at the end of the zip archive is missing. Download or copy it again.',
      'app-20251121010101-0000 is not an event log, or it is encrypted or packed in an unknown way: it starts with 01 02 03 (...).',
    ]);
  });

  test('that contains itself through a link ends', async () => {
    write('logs/local-1');
    symlinkSync(join(folder, 'logs'), join(folder, 'logs/again'));
    expect((await findLogs([folder])).logs).toHaveLength(1);
  });

  test('without a log is refused, with what was in it', async () => {
    write('README', 'Hello');
    const { refused, notes } = await findLogs([folder]);
    expect(refused).toMatchObject([{ code: 'input-not-a-log', message: `There is no event log in ${folder}.` }]);
    expect(notes).toHaveLength(1);
  });
});

describe('a pattern', () => {
  test('finds files and folders', async () => {
    write('a/local-1');
    write('a/local-2');
    write('b/eventlog_v2_a/events_1_a');
    expect((await findLogs([`${folder}/a/local-*`])).logs).toHaveLength(2);
    expect(shortNames((await findLogs([`${folder}/*`])).logs)).toEqual(['a/local-1', 'a/local-2', 'b/eventlog_v2_a']);
  });

  test('or a path without a match is refused, and the others read', async () => {
    const { logs, refused } = await findLogs([`${folder}/x*`, `${folder}/y`, write('local-1')]);
    expect(logs).toHaveLength(1);
    expect(refused.map((error) => [error.code, error.message])).toEqual([
      ['input-missing', `Nothing matches ${folder}/x*.`],
      ['input-missing', `${folder}/y does not exist.`],
    ]);
  });

  test('that names a log twice gives it once', async () => {
    const path = write('a/local-1');
    expect((await findLogs([path, `${folder}/a`, `${folder}/a/*`])).logs).toHaveLength(1);
  });
});

describe('an archive', () => {
  const attempt = 'eventlog_v2_application_1763680000000_0001_';

  test.each(['history-server.zip', 'zip64.zip', 'gnu.tar', 'posix.tar.gz'])('%s gives the logs in it', async (name) => {
    const { logs, refused, notes } = await findLogs([archives + name]);
    const inner = Object.fromEntries(logs.map((log) => [log.name.replace(`${archives}${name}!/`, ''), log]));
    expect(inner[`${attempt}1`]).toMatchObject({ layout: 'rolling', inProgress: false });
    expect(inner[`${attempt}1`]?.missingPartIndices).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(inner[`${attempt}2`]?.inProgress).toBe(true);
    // Read in an order of our own: parts lie in the archive one behind the other.
    expect(readLog(inner['app-20251121010101-0000']!)).toBe(head + event(0).repeat(50));
    expect(readLog(inner[`${attempt}2`]!)).toBe(head + event(21));
    expect(readLog(inner[`${attempt}1`]!)).toBe(head + event(1) + event(2) + event(10));
    const long = logs.filter((log) => log.name.endsWith('-0001'));
    expect(long.map(readLog)).toEqual(name.includes('tar') ? [head + event(3)] : []);
    expect(refused).toEqual([]);
    expect(notes).toEqual([`In ${archives}${name}, 1 file (README) was left aside: no event logs.`]);
  });

  test('two entries of a packed tar can be read side by side', async () => {
    const { logs } = await findLogs([`${archives}posix.tar.gz`]);
    const parts = logs.flatMap((log) => log.parts);
    const texts = parts.map((part) => readPart(part, true));
    const sources = parts.map((part) => part.open());
    const sideBySide = parts.map(() => '');
    const buffer = Buffer.alloc(7);
    for (let more = true; more;) {
      more = false;
      for (const [index, source] of sources.entries()) {
        const count = source.read(buffer);
        sideBySide[index] = (sideBySide[index] ?? '') + buffer.toString('utf8', 0, count);
        more ||= count > 0;
      }
    }
    for (const source of sources) source.close();
    expect(sideBySide).toEqual(texts);
  });

  test('that ends early gives what is there and says so', async () => {
    const path = join(folder, 'cut.tar');
    copyFileSync(`${archives}gnu.tar`, path);
    truncateSync(path, 5000);
    const { logs, notes } = await findLogs([path]);
    expect(logs.length).toBeGreaterThan(0);
    expect(notes[0]).toContain('is cut off or damaged');
  });

  test('inside another is named, with what to do', async () => {
    execFileSync('tar', ['-cf', 'outer.tar', '-C', archives, 'history-server.zip'], { cwd: folder });
    const { refused } = await findLogs([join(folder, 'outer.tar')]);
    expect(refused.map((error) => error.message.replaceAll(`${folder}/`, ''))).toEqual([
      'There is no event log in outer.tar, but an archive within it (history-server.zip): unpack the outer one first.',
    ]);
  });

  test('with a damaged entry fails when that is read', async () => {
    const bytes = readFileSync(`${archives}history-server.zip`);
    const at = bytes.indexOf('{"Event');
    bytes[at + 40] = bytes[at + 40]! ^ 1;
    const { logs } = await findLogs([write('damaged.zip', bytes)]);
    expect(() => logs.map(readLog)).toThrow('does not fit');
  });
});

test('standard input is read as it comes, packed or not', async () => {
  // Another process has to do it, and Node 20 runs no TypeScript.
  const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const bundle = await rolldown({
    input: { core: source('../index.ts'), node: source('./index.ts') },
    platform: 'node',
  });
  await bundle.write({ dir: folder });
  write(
    'read.mjs',
    `import { decodeSource } from './core.js';
    import { findLogs } from './node.js';
    const { logs } = await findLogs(['-']);
    let count = 0;
    for (const bytes of decodeSource(logs[0].parts[0].open(), { name: '-' })) count += bytes.length;
    console.log(logs[0].name, count);`,
  );
  write('package.json', '{"type":"module"}');
  const reader = spawn(process.execPath, [join(folder, 'read.mjs')]);
  const output = text(reader.stdout);
  const packed = readFileSync(`${codecs}spark.zstd`);
  reader.stdin.write(packed.subarray(0, 20_000));
  setTimeout(() => reader.stdin.end(packed.subarray(20_000)), 100);
  expect(await output).toBe(`standard input ${statSync(`${codecs}sample.jsonl`).size}\n`);
});
