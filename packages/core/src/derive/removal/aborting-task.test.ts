import { describe, expect, it } from 'vitest';
import { modelOf, type RunSketch } from '../../../test-support/model-of.ts';
import { executorRemoved } from '../../detectors/executor-removed.ts';
import { failedJob } from '../../detectors/failed-job.ts';
import { Facts } from '../facts.ts';

const killed = 'Command exited with code 137';
const lost = (id: string) => ({ Reason: 'ExecutorLostFailure', 'Executor ID': id, 'Loss Reason': killed });

/** Executors that go one after the other; each of them ran the same task of stage 2 when it went, unless told otherwise. */
function runOf(executors: number, indexOf: (executor: number) => number = () => 3, reason = killed): RunSketch {
  const ids = Array.from({ length: executors }, (_, i) => String(i + 1));
  return {
    durationMs: 200_000,
    executors: ids.map((id, i) => ({ id, host: `h${id}`, cores: 2, removedMs: 20_000 * (i + 1), reason })),
    jobs: [
      {
        id: 0,
        startMs: 0,
        endMs: 150_000,
        stageIds: [2],
        failure: `Job aborted due to stage failure: Task 3 in stage 2.0 failed ${executors} times, most recent failure: Lost task 3.1 in stage 2.0 (TID 9) (h executor ${executors}): ExecutorLostFailure (executor ${executors} exited caused by one of the running tasks) Reason: ${reason}`,
      },
    ],
    stages: [{ id: 2, startMs: 0, endMs: 150_000, failure: 'aborted' }],
    tasks: ids.map((id, i) => ({
      stage: 2,
      partition: indexOf(i),
      attempt: i,
      launchMs: 20_000 * i,
      finishMs: 20_000 * (i + 1),
      executor: id,
      reason: lost(id),
    })),
  };
}
const factsOf = (...args: Parameters<typeof runOf>) => new Facts(modelOf(runOf(...args)));
const verdicts = (facts: Facts) => [...facts.removals.values()].map((removal) => [removal.class, removal.confidence]);

describe('a task that takes its executor down each time, until its job is given up', () => {
  it('has it killed for memory: perhaps after two, probably after three', () => {
    expect(verdicts(factsOf(2))).toEqual([
      ['out-of-memory', 'possible'],
      ['out-of-memory', 'possible'],
    ]);
    expect(verdicts(factsOf(3))[2]).toEqual(['out-of-memory', 'probable']);
  });

  it('is the first cause that the failed job names, and makes one incident of its executors', () => {
    const facts = factsOf(2);
    expect(failedJob.detect(facts)[0]?.cause).toMatchObject({
      class: 'executor-lost',
      because:
        'task 3 of stage 2 took its executor down each time it ran, executors 1 and 2: ended with exit code 137, perhaps for memory',
    });
    expect(executorRemoved.detect(facts).map(({ title }) => title)).toEqual([
      '2 executors killed, perhaps for running out of memory, 2 tasks had to run again',
    ]);
  });

  it('is nothing that other tasks, another end, or one executor alone prove', () => {
    expect(verdicts(factsOf(2, (executor) => 3 + executor))).toEqual([
      ['crashed', 'possible'],
      ['crashed', 'possible'],
    ]);
    expect(verdicts(factsOf(1))).toEqual([['crashed', 'possible']]);
    expect(verdicts(factsOf(2, undefined, 'worker lost: h got disassociated'))[0]).toEqual(['node-lost', 'certain']);
  });
});
