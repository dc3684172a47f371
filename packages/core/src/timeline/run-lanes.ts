import { wallClockLabels } from '../derive/labels.ts';
import type { Facts } from '../derive/facts.ts';
import { sweepRun } from '../derive/sweep.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { taskEndReasons } from '../events/task.ts';
import { LabelRecorder, type LabelGrid } from './label-grid.ts';
import { SeriesRecorder, type SeriesGrid } from './series-grid.ts';

export const coreSeries = ['slots', 'running tasks', 'pending tasks'] as const;
export const driverSeries = ['share of slot time that waits for the driver'] as const;

/** What one sweep over the run tells: how many slots there were and how many were used, and the label of every moment. */
export interface RunLanes {
  readonly cores: SeriesGrid;
  readonly driver: LabelGrid;
  readonly driverIndex: SeriesGrid;
}

export function buildRunLanes(facts: Facts): RunLanes {
  const { model } = facts;
  const runMs = model.application.durationMs;
  const cores = new SeriesRecorder(coreSeries, runMs);
  const driver = new LabelRecorder(wallClockLabels.length, runMs);
  sweepRun(model, facts.overloadedIntervals, facts.outages, {
    onStretch: (startMs, endMs, label, busySlots, slots) => {
      cores.add(0, startMs, endMs, slots);
      cores.add(1, startMs, endMs, busySlots);
      driver.add(startMs, endMs, label);
    },
  });
  for (const { startMs, endMs, pending } of pendingSteps(model)) cores.add(2, startMs, endMs, pending);
  return { cores: cores.finish(), driver: driver.finish(), driverIndex: driverIndexSeries(facts) };
}

/** Some buckets for each of the index, so that their edges hardly show. */
const mostIndexBuckets = 2 ** 11;

/** The same numbers as in the report. */
function driverIndexSeries({ model, driverIndex: { bucketMs, shares } }: Facts): SeriesGrid {
  const runMs = model.application.durationMs;
  const series = new SeriesRecorder(driverSeries, runMs, mostIndexBuckets);
  shares.forEach((share, bucket) => {
    series.add(0, bucket * bucketMs, Math.min(runMs, (bucket + 1) * bucketMs), share);
  });
  return series.finish();
}

const success = taskEndReasons.indexOf('Success');
const mostPendingSteps = 2 ** 16;

/** How many tasks of open stages were neither running nor done, from step to step over the run. */
function* pendingSteps(model: ApplicationModel): Generator<{ startMs: number; endMs: number; pending: number }> {
  const runMs = model.application.durationMs;
  const stepMs = Math.max(1, Math.ceil(runMs / mostPendingSteps));
  const changes = new Float64Array(Math.ceil(runMs / stepMs) + 1);
  const change = (timeMs: number, by: number) => {
    const step = Math.min(Math.max(0, Math.ceil(timeMs / stepMs)), changes.length - 1);
    changes[step] = (changes[step] ?? 0) + by;
  };
  const left = Float64Array.from(model.stageAttempts, (attempt) => attempt.taskCount);
  const endMs = Float64Array.from(model.stageAttempts, (attempt) => attempt.endMs);
  for (const attempt of model.stageAttempts) change(attempt.startMs, attempt.taskCount);
  forEachTaskBlock(model.tasks, ['launchMs', 'finishMs', 'reason', 'stageAttempt'], (block, count) => {
    for (let i = 0; i < count; i++) {
      const stage = block.stageAttempt[i] ?? 0;
      const launchMs = block.launchMs[i] ?? 0;
      const stageEndMs = endMs[stage] ?? 0;
      if (launchMs >= stageEndMs) continue;
      change(launchMs, -1);
      // What failed waits again; what succeeded is done, and a second success of a copy finds nothing left.
      if (block.reason[i] === success && (left[stage] ?? 0) > 0) left[stage] = (left[stage] ?? 0) - 1;
      else change(Math.min(block.finishMs[i] ?? 0, stageEndMs), 1);
    }
  });
  for (const [stage, attempt] of model.stageAttempts.entries()) change(attempt.endMs, -(left[stage] ?? 0));
  let pending = 0;
  for (let step = 0; step * stepMs < runMs; step++) {
    pending += changes[step] ?? 0;
    yield { startMs: step * stepMs, endMs: Math.min(runMs, (step + 1) * stepMs), pending: Math.max(0, pending) };
  }
}
