import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { taskRetries } from './task-retries.ts';

/** Two slots; one task fails after `failedMs` and then succeeds. */
const detect = (failedMs: number, reason: Record<string, unknown>, failure?: string) =>
  taskRetries.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores: 2 }],
        jobs: [{ id: 0, startMs: 0, endMs: 60_000, ...(failure !== undefined && { failure }) }],
        stages: [{ id: 0, startMs: 0, endMs: 60_000 }],
        tasks: [
          { stage: 0, partition: 0, launchMs: 0, finishMs: failedMs, reason },
          { stage: 0, partition: 0, attempt: 1, launchMs: failedMs, finishMs: failedMs + 10_000 },
          { stage: 0, partition: 1, launchMs: 0, finishMs: 10_000 },
        ],
      }),
    ),
  );

const exception = { Reason: 'ExceptionFailure', 'Class Name': 'java.io.IOException', Description: 'disk\nat x' };

describe('task-retries', () => {
  it('costs the time of the failed runs beside each other, and names what they failed with', () => {
    const [finding] = detect(20_000, exception);
    expect(finding?.cost).toEqual({ wallClockMs: 20_000, coreMs: 20_000, basis: 'bound' });
    expect(finding?.evidence).toContainEqual({ name: 'first failure', value: 'java.io.IOException: disk' });
  });

  it('leaves lost executors, killed copies, failed jobs and small losses to others', () => {
    expect(detect(20_000, { Reason: 'ExecutorLostFailure', 'Loss Reason': 'gone' })).toEqual([]);
    expect(detect(20_000, { Reason: 'TaskKilled', 'Kill Reason': 'another attempt succeeded' })).toEqual([]);
    expect(detect(20_000, exception, 'Job aborted')).toEqual([]);
    expect(detect(1_999, exception)).toEqual([]);
  });
});
