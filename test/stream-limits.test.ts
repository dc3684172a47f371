import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '@cinderlog/core';
import { CommandFolder } from '../packages/cli/test-support/run-command.ts';
import { readTruth } from './support/fixtures.ts';

// As a user has it: what `report` says of a stream's batches, and what `check` makes of limits on them. What is true is counted here from
// what the query's own handle told the lab while it ran, never from the log.

interface NotedStream {
  readonly queryName: string;
  readonly triggerMs: number;
  readonly progress: readonly { readonly batchDurationMs: number; readonly inputRows: number }[];
}

const logs = ['streaming-recovers', 'streaming-keeps-up', 'streaming-falls-behind', 'streaming-scaled-away'];
/** Without a watermark, and with sources that hold nothing back: the newest row of a batch is as old as the batch is long when it is done. */
const asFreshAsLong = ['streaming-recovers', 'streaming-scaled-away'];

function truthOf(log: string) {
  const { streaming } = readTruth(log).expected as unknown as { readonly streaming: readonly NotedStream[] };
  const [stream] = streaming;
  if (stream === undefined) throw new Error(`${log} has no stream`);
  const batches = stream.progress
    .filter(({ inputRows }) => inputRows > 0)
    .map(({ batchDurationMs }) => batchDurationMs);
  const sorted = batches.toSorted((a, b) => a - b);
  const shareWithin = (ms: number) => batches.filter((each) => each <= ms).length / batches.length;
  return { ...stream, batches, shareWithin, p95Ms: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0 };
}

let folder: CommandFolder;
beforeAll(() => {
  folder = new CommandFolder();
});
afterAll(() => {
  folder.remove();
});

const checkLog = (log: string, limit: string) =>
  folder.run(['check', `fixtures/logs/${log}/eventlog`, '--no-baseline', '--width', '300', '--limit', limit]);

describe.each(logs)('%s', (log) => {
  const truth = truthOf(log);
  const check = (limit: string) => checkLog(log, limit);

  it('is reported with its batches, their length, and the share that ended before its trigger', async () => {
    const { out, exitCode } = await folder.run(['report', `fixtures/logs/${log}/eventlog`, '--format', 'json']);
    expect(exitCode).toBe(0);
    const [query] = (JSON.parse(out) as { readonly runs?: readonly Result[] } & Result).streamingQueries ?? [];
    expect(query).toMatchObject({ name: truth.queryName, batches: truth.batches.length });
    expect(query?.batchMs?.p95).toBe(truth.p95Ms);
    if (query?.triggerMs === undefined) return;
    expect(query.triggerMs).toBe(truth.triggerMs);
    expect(query.onTimeRatio).toBeCloseTo(truth.shareWithin(truth.triggerMs), 10);
  });

  it('keeps a limit at its 95th percentile, and breaks one below it', async () => {
    expect((await check(`stream:${truth.queryName}=${truth.p95Ms}ms`)).exitCode).toBe(0);
    const broken = await check(`stream:${truth.queryName}=${truth.p95Ms - 1}ms`);
    expect(broken.exitCode).toBe(1);
    expect(broken.out).toContain('more than the maximum');
    const warned = await check(`stream:*=${truth.p95Ms - 1}ms..${truth.p95Ms}ms`);
    expect(warned.exitCode).toBe(0);
    expect(warned.out).toContain('more than the expected');
  });

  it('fails limits of a query that it does not have', async () => {
    const missing = await check('stream:nobody=1h');
    expect(missing.exitCode).toBe(1);
    expect(missing.out).toContain('"nobody": was not found in this run');
  });
});

describe.each(asFreshAsLong)('%s', (log) => {
  const truth = truthOf(log);
  const check = (limit: string) => checkLog(log, limit);

  it('keeps a freshness that as many of its batches had, and breaks one that fewer had', async () => {
    const middleMs = truth.batches.toSorted((a, b) => a - b)[Math.floor(truth.batches.length / 2)] ?? 0;
    const percent = Math.floor(100 * truth.shareWithin(middleMs));
    expect((await check(`stream-freshness:${truth.queryName}=${percent}%/${middleMs}ms`)).exitCode).toBe(0);
    const broken = await check(`stream-freshness:${truth.queryName}=${percent + 2}%/${middleMs}ms`);
    expect(broken.exitCode).toBe(1);
    expect(broken.out).toContain(`of ${truth.batches.length} batches were done within`);
  });
});
