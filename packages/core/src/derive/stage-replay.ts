import type { TaskColumn } from '../model/task-table.ts';
import type { Facts, StageView } from './facts.ts';
import { launchedTasks } from './launched-tasks.ts';
import { replayMs } from './replay.ts';

/**
 * What a stage would have been shorter with its tasks changed, by list scheduling of both on the slots that it had: the way to
 * price a cause without being fooled by what was hidden behind other tasks. Never more than the stage's share of the run.
 *
 * @param changedMs durations of the changed tasks in launch order; their number may differ
 */
export function savedMs(stage: StageView, durationsMs: Float64Array, changedMs: Float64Array): number {
  const saved = replayMs(durationsMs, stage.slots) - replayMs(changedMs, stage.slots);
  return Math.min(stage.shareMs, Math.max(0, saved));
}

/**
 * The same with a part of each task taken away, such as its time in garbage collection.
 *
 * @param unitMs milliseconds per unit of the column: 1, or 1e-6 for nanoseconds
 */
export function savedWithoutMs(facts: Facts, stage: StageView, column: TaskColumn, unitMs = 1): number {
  const { rows, durationsMs } = launchedTasks(facts.stageTasks, stage.index);
  const source = facts.model.tasks.columns[column];
  const changedMs = durationsMs.map((durationMs, task) =>
    Math.max(0, durationMs - source.at(rows[task] ?? 0) * unitMs),
  );
  return savedMs(stage, durationsMs, changedMs);
}
