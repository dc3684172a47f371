import { orderOfTimes } from '../kernels/order.ts';
import type { StageTasks } from './stage-tasks.ts';

/** The successful tasks of a stage attempt in the order in which they were launched. */
export interface LaunchedTasks {
  /** Rows of the task table. */
  readonly rows: Uint32Array;
  readonly durationsMs: Float64Array;
}

/** Reads and sorts the tasks of one stage; to be asked for stages under suspicion only. */
export function launchedTasks(stageTasks: StageTasks, stage: number): LaunchedTasks {
  const unsorted = stageTasks.rowsOf(stage);
  const durations = stageTasks.durationsOf(stage);
  const order = orderOfTimes(stageTasks.valuesOf(stage, 'launchMs'));
  const rows = new Uint32Array(order.length);
  const durationsMs = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const task = order[i] ?? 0;
    rows[i] = unsorted[task] ?? 0;
    durationsMs[i] = Math.max(0, durations[task] ?? 0);
  }
  return { rows, durationsMs };
}
