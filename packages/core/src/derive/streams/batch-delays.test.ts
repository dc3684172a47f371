import { expect, it } from 'vitest';
import { factsOfStreams } from '../../../test-support/streams-of.ts';
import { measureBatchDelays } from './batch-delays.ts';

it('adds up what the stages of each batch waited for their first task', () => {
  const { model } = factsOfStreams(
    {
      durationMs: 60_000,
      executors: [{ id: '1' }],
      jobs: [
        { id: 0, startMs: 1_000, endMs: 9_000, stageIds: [0, 1], query: 'a' },
        { id: 1, startMs: 21_000, endMs: 29_000, stageIds: [2], query: 'a' },
        { id: 2, startMs: 1_000, endMs: 9_000, stageIds: [3], query: 'b' },
      ],
      stages: [
        { id: 0, startMs: 1_000, endMs: 4_000 },
        { id: 1, startMs: 4_000, endMs: 9_000 },
        { id: 2, startMs: 21_000, endMs: 29_000 },
        { id: 3, startMs: 1_000, endMs: 9_000 },
      ],
      tasks: [
        { stage: 0, launchMs: 1_500, finishMs: 4_000 },
        { stage: 0, launchMs: 3_000, finishMs: 4_000 },
        { stage: 1, launchMs: 6_000, finishMs: 9_000 },
        { stage: 2, launchMs: 21_100, finishMs: 29_000 },
      ],
    },
    [],
  );
  const batch = (startMs: number) => ({ startMs, endMs: startMs + 10_000 }) as never;
  const batches = [
    { queryId: 'a', batch: batch(0) },
    { queryId: 'a', batch: batch(20_000) },
    { queryId: 'b', batch: batch(0) },
    { queryId: 'c', batch: batch(0) },
  ];
  // 0.5 s and 2 s; 0.1 s; the stage of b got no task.
  expect([...measureBatchDelays(model, batches)]).toEqual([2_500, 100, 0, 0]);
});
