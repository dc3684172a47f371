import type { TaskColumn } from '../model/task-table.ts';
import { orderOfTimes } from '../util/order-of-times.ts';
import type { Facts, StageView } from './facts.ts';
import { replayMs } from './replay.ts';

/** The successful tasks of a stage attempt in the order in which they were launched. */
export interface LaunchedTasks {
  /** Rows of the task table. */
  readonly rows: Uint32Array;
  readonly durationsMs: Float64Array;
}

/** Reads and sorts the tasks of one stage; to be asked for stages under suspicion only. */
export function launchedTasks(facts: Facts, stage: StageView): LaunchedTasks {
  const unsorted = facts.stageTasks.rowsOf(stage.index);
  const durations = facts.stageTasks.durationsOf(stage.index);
  const order = orderOfTimes(facts.stageTasks.valuesOf(stage.index, 'launchMs'));
  const rows = new Uint32Array(order.length);
  const durationsMs = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const task = order[i] ?? 0;
    rows[i] = unsorted[task] ?? 0;
    durationsMs[i] = Math.max(0, durations[task] ?? 0);
  }
  return { rows, durationsMs };
}

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
  const { rows, durationsMs } = launchedTasks(facts, stage);
  const source = facts.model.tasks.columns[column];
  const changedMs = durationsMs.map((durationMs, task) =>
    Math.max(0, durationMs - source.at(rows[task] ?? 0) * unitMs),
  );
  return savedMs(stage, durationsMs, changedMs);
}
