import { describe, expect, it } from 'vitest';
import { sqlOf, stageOf, summaryOf } from '../../../test-support/summary-of.ts';
import { checkLimits } from './check-limits.ts';
import { worstStatus } from './check.ts';
import type { Limits } from './limits.ts';
import { namePattern } from './name-pattern.ts';

const run = summaryOf({
  wallClock: { planning: 10_000, full: 80_000, tail: 10_000 },
  coreTime: { compute: 300_000, 'thrown-away': 100_000 },
  spill: { memoryBytes: 0, diskBytes: 2 ** 30 },
  tasks: { ended: 10, failed: 3, killed: 0, resubmitted: 0 },
  removedExecutors: { autoscaling: 4, spot: 1, 'out-of-memory': 2 },
  findings: [
    { kind: 'task-skew', severity: 'critical', count: 1, wallClockMs: 1 },
    { kind: 'spill', severity: 'warning', count: 2, wallClockMs: 1 },
  ],
  sqlExecutions: [sqlOf('revenue by region'), sqlOf('load #', { durationMs: 50_000 })],
  stages: [stageOf('map', { longestTaskMs: 40_000 })],
  streams: [
    {
      name: 'clicks',
      batches: 4,
      inputRows: 10,
      medianBatchMs: 2_000,
      p95BatchMs: 9_000,
      longestBatchMs: 9_000,
      batchMs: [1_000, 2_000, 3_000, 9_000],
      lastBacklog: { rows: 500, seconds: 20 },
    },
  ],
});
const outcomes = (limits: Limits) => checkLimits(run, limits).map(({ id, status }) => `${id} ${status}`);

describe('limits', () => {
  it.each([
    [{ expectedMs: 120_000, maximumMs: 200_000 }, 'passed'],
    [{ expectedMs: 100_000 }, 'passed'],
    [{ expectedMs: 60_000, maximumMs: 200_000 }, 'warned'],
    [{ expectedMs: 60_000, maximumMs: 90_000 }, 'failed'],
    [{ maximumMs: 99_999 }, 'failed'],
  ])('on the run: %j', (limit, status) => {
    expect(outcomes({ run: limit })).toEqual([`run ${status}`]);
  });

  it('on names check all that fit, and fail when none does unless that is allowed', () => {
    expect(outcomes({ sqlExecutions: [{ name: 'revenue*', maximumMs: 5_000 }] })).toEqual([
      'sql-execution:revenue by region failed',
    ]);
    expect(outcomes({ sqlExecutions: [{ name: 'load 2026', maximumMs: 60_000 }] })).toEqual([
      'sql-execution:load # passed',
    ]);
    expect(outcomes({ stages: [{ name: 'reduce', maximumMs: 1 }] })).toEqual(['stage:reduce failed']);
    expect(outcomes({ stages: [{ name: 'reduce', maximumMs: 1, required: false }] })).toEqual([]);
  });

  it('on ledgers take shares, times, gaps and core time', () => {
    const ledger = [
      { label: 'gaps', maximumShare: 0.1 },
      { label: 'gaps', maximumShare: 0.09 },
      { label: 'tail', maximumMs: 9_999 },
      { label: 'thrown-away', maximumShare: 0.25 },
      { label: 'thrown-away', maximumShare: 0.24 },
      { label: 'commit', maximumMs: 1 },
    ];
    expect(checkLimits(run, { ledger }).map(({ status }) => status)).toEqual([
      'passed',
      'failed',
      'failed',
      'passed',
      'failed',
      'passed',
    ]);
  });

  it('on amounts fail above, not at, the limit', () => {
    expect(outcomes({ spilledBytes: 2 ** 30, failedTasks: 3, skewRatio: 8 })).toEqual([
      'spill passed',
      'failed-tasks passed',
      'skew passed',
    ]);
    expect(outcomes({ spilledBytes: 2 ** 30 - 1, failedTasks: 2, skewRatio: 7.9 })).toEqual([
      'spill failed',
      'failed-tasks failed',
      'skew failed',
    ]);
  });

  it('on executors tell those that were lost from those that autoscaling took', () => {
    expect(outcomes({ removedExecutors: { lost: 3, autoscaling: 3, spot: 0, crashed: 0 } })).toEqual([
      'removed-executors:lost passed',
      'removed-executors:autoscaling failed',
      'removed-executors:spot failed',
      'removed-executors:crashed passed',
    ]);
  });

  it('on findings count a severity and all worse, or a kind', () => {
    expect(
      outcomes({
        findings: [
          { severity: 'warning', maximum: 2 },
          { severity: 'critical', maximum: 1 },
          { kind: 'spill', maximum: 1 },
          { maximum: 3 },
        ],
      }),
    ).toEqual([
      'findings:*:warning failed',
      'findings:*:critical passed',
      'findings:spill:* failed',
      'findings:*:* passed',
    ]);
  });

  it('on streams check backlog, batches and freshness, and fail on what the sources do not tell', () => {
    const streams = [
      {
        name: 'clicks',
        backlog: { rows: 499, seconds: 30, files: 5 },
        batch: { expectedMs: 5_000, maximumMs: 10_000 },
        freshness: { share: 0.75, withinMs: 3_000 },
      },
      { name: 'orders', batch: { maximumMs: 1 } },
    ];
    expect(outcomes({ streams })).toEqual([
      'stream:clicks:backlog-rows failed',
      'stream:clicks:backlog-seconds passed',
      'stream:clicks:backlog-files failed',
      'stream:clicks:batch warned',
      'stream:clicks:freshness passed',
      'stream:orders failed',
    ]);
  });

  it('pass nothing when nothing was checked', () => {
    expect(worstStatus([])).toBe('failed');
  });
});

describe('name patterns', () => {
  it.each([
    ['load*', 'load orders', true],
    ['*orders', 'load orders', true],
    ['l*d*s', 'load orders', true],
    ['load', 'load orders', false],
    ['LOAD ORDERS', 'load orders', true],
    ['a*a', 'a', false],
    ['*', 'anything', true],
  ])('%s fits %s: %s', (pattern, name, fits) => {
    expect(namePattern(pattern)(name)).toBe(fits);
  });

  it('stay quick on many stars', () => {
    expect(namePattern('*a'.repeat(2_000))('a'.repeat(1_000))).toBe(false);
  });
});

it('compares a mean backlog with the largest of the run, and fails without one', () => {
  const [stream] = run.streams;
  const limits = { streams: [{ name: 'clicks', meanBacklog: { bytes: 100, files: 5 } }] };
  if (stream === undefined) throw new Error('the run has a stream');
  const streams = [{ ...stream, worstMeanBacklog: { bytes: 101 } }];
  expect(checkLimits({ ...run, streams }, limits).map(({ id, status }) => `${id} ${status}`)).toEqual([
    'stream:clicks:mean-backlog-bytes failed',
    'stream:clicks:mean-backlog-files failed',
  ]);
  const enough = [{ ...stream, worstMeanBacklog: { bytes: 100, files: 0 } }];
  expect(worstStatus(checkLimits({ ...run, streams: enough }, limits))).toBe('passed');
});
