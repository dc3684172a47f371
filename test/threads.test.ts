import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readApplications, type ReadOptions } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import { afterAll, describe, expect, it } from 'vitest';
import { digestModel } from '../packages/core/test-support/model-digest.ts';
import { eagerThreads, type EagerThreads } from './support/eager-threads.ts';
import { linesOf, shortLog } from './support/engine-lines.ts';
import { fixtureNames } from './support/fixtures.ts';
import { hostileVariants } from './support/hostile-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'threads-'));
const sizes = [700, 20_000];
const poolBySize = new Map(sizes.map((size) => [size, eagerThreads(size)]));
const pools = [...poolBySize.values()];

afterAll(() => {
  for (const threads of pools) threads.close();
  rmSync(folder, { recursive: true });
});

/** All that is read from a path, or why it is not. */
async function outcomeOf(path: string, options: ReadOptions) {
  const { logs, refused } = await findLogs([path]);
  const outcomes: unknown[] = refused.map(String);
  for (const log of logs) {
    const models = await readApplications(log, options).catch(String);
    outcomes.push(typeof models === 'string' ? models : models.map(digestModel));
  }
  return outcomes;
}

async function expectEqual(path: string, options: ReadOptions = {}, threads: readonly EagerThreads[] = pools) {
  const expected = await outcomeOf(path, options);
  for (const each of threads) expect(await outcomeOf(path, { ...options, threads: each })).toEqual(expected);
  return expected;
}

function stored(name: string, ...pieces: readonly (Uint8Array | string)[]): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece))));
  return path;
}

const textOf = (lines: readonly string[], lineEnd = '\n') => `${lines.join(lineEnd)}${lineEnd}`;
const isTask = (line: string) => line.includes('"SparkListenerTask');
const deliveredPieces = () => pools.reduce((sum, threads) => sum + threads.delivered(), 0);

describe('several threads read the same model as one', () => {
  it.each(fixtureNames)('from %s', async (name) => {
    await expectEqual(`fixtures/logs/${name}/eventlog`, {}, pools.slice(-1));
  });

  it('from plain text, of which they read their share', async () => {
    const before = deliveredPieces();
    const lines = await linesOf('healthy-batch');
    await expectEqual(stored('plain', textOf(lines)), {}, pools.slice(-1));
    expect(deliveredPieces()).toBeGreaterThan(before + 10);
  });

  it('from zstd, frame by frame', async () => {
    const before = deliveredPieces();
    await expectEqual('fixtures/logs/healthy-batch/eventlog', {}, pools.slice(0, 1));
    expect(deliveredPieces()).toBeGreaterThan(before + 10);
  });

  it('from lines that are odd in ways that real ones are not', async () => {
    const lines = await shortLog('executor-killed', 6);
    for (const [name, variant] of Object.entries(hostileVariants)) {
      const odd = lines.flatMap((line) => (isTask(line) ? [line, variant(line)] : [line]));
      await expect(expectEqual(stored('odd', textOf(odd))), name).resolves.toBeDefined();
    }
  });

  it('with other line ends, blank lines, damage, and no line end at all', async () => {
    const lines = await shortLog('failing-job', 6);
    await expectEqual(stored('crlf', textOf(lines, '\r\n')));
    await expectEqual(stored('blank', textOf(lines, '\n\n \n')));
    await expectEqual(stored('open', lines.join('\n')));
    await expectEqual(stored('one-line', lines[0] ?? ''));
    const damaged = lines.map((line, index) => (index > 5 && index % 4 === 0 ? line.slice(0, index * 9) : line));
    await expectEqual(stored('damaged', textOf(damaged)));
    const zeros = lines.map((line, index) => (index === 12 ? `${line}\0\0\0` : line));
    await expectEqual(stored('zeros', textOf(zeros)));
  });

  it('cut anywhere', async () => {
    const bytes = Buffer.from(textOf(await shortLog('healthy-batch', 4)));
    for (let length = bytes.length - 6_000; length < bytes.length; length += 547) {
      await expectEqual(stored('cut', bytes.subarray(0, length)));
    }
  });

  it('when lines are longer than allowed, or than a piece', async () => {
    const lines = await shortLog('healthy-batch', 4);
    const path = stored('long', textOf([...lines, ...lines]));
    for (const maxLineBytes of [500, 3_000, 5_000]) await expectEqual(path, { maxLineBytes });
  });

  it('when files of several kinds were joined, and several applications', async () => {
    const text = textOf(await shortLog('healthy-batch', 6));
    const other = text.replaceAll(/app-\d+-\d+/g, 'app-2');
    await expectEqual(stored('joined', text, other));
    for (const padding of [0, 1, 5, 17, 23]) {
      await expectEqual(stored('kinds', text, ' '.repeat(padding), gzipSync(other), text));
    }
  });

  it('from the files of a rolling log', async () => {
    const lines = await shortLog('healthy-batch', 9);
    const base = 'rolling/eventlog_v2_app-1';
    stored(`${base}/appstatus_app-1`, '');
    lines.forEach((_, index) => {
      if (index % 5 === 0) stored(`${base}/events_${1 + index / 5}_app-1`, textOf(lines.slice(index, index + 5)));
    });
    const [models] = await expectEqual(join(folder, 'rolling'));
    expect(models).toHaveLength(1);
  });

  it('refusing what one thread refuses', async () => {
    const [refusal] = await expectEqual(stored('eventlog.txt', 'no log at all\n'.repeat(500)));
    expect(refusal).toContain('AppError');
    const path = stored('limit', textOf(await shortLog('healthy-batch', 6)));
    expect(String(await expectEqual(path, { maxUnpackedBytes: 9_000 }))).toContain('more than the limit');
  });
});

it.each([
  ['cannot start', 'throw new Error()'],
  ['ends at once', 'process.exit(3)'],
  [
    'begins with pieces and ends none',
    'import{parentPort as p}from"node:worker_threads";p.on("message",({shared:s})=>{for(let i=4;i<s.length;i++)Atomics.compareExchange(s,i,0,2)})',
  ],
])('a thread that %s takes no line with it', async (_, code) => {
  const threads = eagerThreads(20_000, new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const path = stored('lost', textOf(await linesOf('failing-job')));
  await expectEqual(path, {}, [threads]);
  expect(threads.delivered()).toBe(0);
  threads.close();
});
