import { describe, expect, it } from 'vitest';
import { modelOf, type RunSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { failedJob } from './failed-job.ts';

const run = (failure: string | undefined, stageFailure: string): RunSketch => ({
  durationMs: 1_000_000,
  executors: [{ id: '1' }],
  jobs: [{ id: 7, startMs: 0, endMs: 20_000, ...(failure !== undefined && { failure }) }],
  stages: [{ id: 3, startMs: 0, endMs: 19_000, failure: stageFailure }],
  tasks: [{ stage: 3, launchMs: 0, finishMs: 19_000, reason: { Reason: 'ExceptionFailure' } }],
});
const detect = (sketch: RunSketch) => failedJob.detect(new Facts(modelOf(sketch)));

/** Messages as Spark writes them. */
const aborted = (why: string) =>
  `Job aborted due to stage failure: Task 2 in stage 3.0 failed 4 times, most recent failure: Lost task 2.3 in stage 3.0 (TID 9) (h executor 1): ${why}\n\tat a.b.C.d(C.scala:1)\n\nDriver stacktrace:`;

describe('failed-job', () => {
  it.each([
    [aborted('java.lang.IllegalStateException: bad'), 'exception'],
    [aborted('java.lang.OutOfMemoryError: Java heap space'), 'out-of-memory'],
    [
      aborted('ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: gone'),
      'executor-lost',
    ],
    [aborted('FetchFailed(BlockManagerId(1, h, 1, None), shuffleId=0)'), 'fetch-failed'],
    ['Job 7 cancelled because SparkContext was shut down', 'cancelled'],
    ['something else', 'unknown'],
  ])('%s', (message, cause) => {
    expect(detect(run(message, message))[0]).toMatchObject({ id: 'failed-job:7', cause: { class: cause } });
  });

  it('names the stage that failed, the lost time and the message without its stack', () => {
    const [finding] = detect(run(aborted('java.lang.IllegalStateException: bad'), 'bad'));
    expect(finding?.cost).toEqual({ wallClockMs: 20_000, coreMs: 19_000, basis: 'interval' });
    expect(finding?.subjects).toContainEqual({ type: 'stage-attempt', stageId: 3, attemptId: 0 });
    const message = finding?.evidence.find((evidence) => evidence.name === 'message')?.value;
    expect(message).toContain('failed 4 times');
    expect(message).not.toContain('a.b.C.d');
    // What the task threw comes first.
    expect(finding?.evidence[0]).toEqual({ name: 'thrown by its task', value: 'java.lang.IllegalStateException: bad' });
    // 2 % of the run.
    expect(finding?.severity).toBe('warning');
  });

  it('follows shuffle data that was not there to the executors that held it, in the order in which they went', () => {
    const thrown = (id: string) =>
      `Most recent failure reason:\norg.apache.spark.shuffle.FetchFailedException\nCaused by: org.apache.spark.ExecutorDeadException: [INTERNAL_ERROR_NETWORK] The relative remote executor(Id: ${id}), which maintains the block data to fetch is dead.`;
    const exit = 'Command exited with code 52';
    const [finding] = detect({
      ...run(`Job aborted due to stage failure: ShuffleMapStage 3 has failed 4 times. ${thrown('3')}`, thrown('2')),
      executors: [
        { id: '1' },
        { id: '3', removedMs: 18_000, reason: exit },
        { id: '2', removedMs: 9_000, reason: exit },
      ],
    });
    expect(finding?.cause.because).toBe(
      "shuffle data could not be fetched: executors 2 and 3, which held it, were lost (exit code 52 is Spark's own for a JVM OutOfMemoryError)",
    );
    // The heap was full, so that is what has to grow.
    expect(finding?.advice[0]?.setting).toBe('spark.executor.memory');
  });

  it('is no more than information when somebody called the job off, and silent when it succeeded', () => {
    expect(detect(run('Job 7 cancelled', 'Stage cancelled'))[0]?.severity).toBe('info');
    expect(detect(run(undefined, 'a first attempt failed'))).toEqual([]);
  });
});
