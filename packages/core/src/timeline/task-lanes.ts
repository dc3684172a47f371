import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { orderOfTimes } from '../kernels/order.ts';
import { taskLayers, type TaskLayer } from './lane.ts';
import { assignRows } from './row-layout.ts';
import { SpanPyramid } from './span-pyramid.ts';
import { groupSpans } from './span-set.ts';
import { phaseColumns, phaseShares } from './task-phases.ts';

/** The tasks of one executor: a lane of slot rows within the common set. */
export interface ExecutorLane {
  readonly executorId: string;
  readonly host: string;
  /** Rows of the pyramid, from the first to the one behind the last. */
  readonly firstRow: number;
  readonly endRow: number;
  readonly tasks: number;
  /** Tasks that failed or never ended. */
  readonly failed: number;
}

/** All task runs by executor and slot. The log does not know slots: each run gets the lowest one that is free at its launch. */
export interface TaskLanes {
  readonly executors: readonly ExecutorLane[];
  readonly pyramid: SpanPyramid;
  /** All failed tasks in one row, at the moment in which they failed. */
  readonly failures: SpanPyramid;
}

const layerCodes = Object.fromEntries(taskLayers.map((layer, code) => [layer, code])) as Record<TaskLayer, number>;

/** The layer of each end reason, for tasks that are no speculative copies. */
const layerOfReason = Uint8Array.from(taskEndReasons, (reason) => {
  if (reason === 'Success') return layerCodes.succeeded;
  if (reason === 'Unfinished') return layerCodes.unfinished;
  return reason === 'TaskKilled' ? layerCodes.killed : layerCodes.failed;
});

const neededColumns = ['launchMs', 'finishMs', 'executor', 'stageAttempt', 'reason', 'speculative', 'host'] as const;

interface TaskArrays {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly executor: Uint32Array;
  readonly stage: Uint32Array;
  readonly layer: Uint8Array;
  readonly shares: readonly Uint8Array[];
}

/** Lays all tasks out. Linear sorts and a heap per executor: O(n log slots). */
export function buildTaskLanes(model: ApplicationModel): TaskLanes {
  const codes = new ExecutorCodes(model);
  const tasks = readTasks(model, codes);
  const order = orderOfTimes(tasks.startMs);
  const { executors, row, rowCount } = layOut(tasks, order, codes);
  const ids = Uint32Array.from(row.keys());
  const pyramid = new SpanPyramid(
    groupSpans(
      {
        rowCount,
        layerCount: taskLayers.length,
        startMs: tasks.startMs,
        endMs: tasks.endMs,
        row,
        layer: tasks.layer,
        id: ids,
        tag: tasks.stage,
        shares: tasks.shares,
      },
      order,
    ),
  );
  return { executors, pyramid, failures: failuresInOneRow(tasks) };
}

/** Executors of the model first, in its order; then those that only tasks name. */
class ExecutorCodes {
  readonly lanes: { id: string; host: string }[];
  readonly #indices = new Map<string, number>();
  readonly #byCode: number[] = [];
  readonly #model: ApplicationModel;

  constructor(model: ApplicationModel) {
    this.#model = model;
    this.lanes = model.executors.map(({ id, host }) => ({ id, host }));
    for (const [index, { id }] of this.lanes.entries()) this.#indices.set(id, index);
  }

  laneOf(executorCode: number, hostCode: number): number {
    return (this.#byCode[executorCode] ??= this.#find(executorCode, hostCode));
  }

  #find(executorCode: number, hostCode: number): number {
    const id = this.#model.tasks.executors.valueOf(executorCode);
    const known = this.#indices.get(id);
    if (known !== undefined) return known;
    this.#indices.set(id, this.lanes.length);
    return this.lanes.push({ id, host: this.#model.tasks.hosts.valueOf(hostCode) }) - 1;
  }
}

function readTasks(model: ApplicationModel, codes: ExecutorCodes): TaskArrays {
  const count = model.tasks.rowCount;
  const arrays = {
    startMs: new Float64Array(count),
    endMs: new Float64Array(count),
    executor: new Uint32Array(count),
    stage: new Uint32Array(count),
    layer: new Uint8Array(count),
    shares: [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)],
  };
  forEachTaskBlock(model.tasks, [...neededColumns, ...phaseColumns], (block, blockCount, firstRow) => {
    for (let i = 0; i < blockCount; i++) {
      const row = firstRow + i;
      const startMs = Math.max(0, block.launchMs[i] ?? 0);
      arrays.startMs[row] = startMs;
      arrays.endMs[row] = Math.max(startMs, block.finishMs[i] ?? 0);
      arrays.executor[row] = codes.laneOf(block.executor[i] ?? 0, block.host[i] ?? 0);
      arrays.stage[row] = block.stageAttempt[i] ?? 0;
      const layer = layerOfReason[block.reason[i] ?? 0] ?? layerCodes.failed;
      const isCopy = layer === layerCodes.succeeded && block.speculative[i] === 1;
      arrays.layer[row] = isCopy ? layerCodes.speculative : layer;
      phaseShares(block, i, (arrays.endMs[row] ?? 0) - startMs, arrays.shares, row);
    }
  });
  return arrays;
}

function layOut(tasks: TaskArrays, order: Uint32Array, codes: ExecutorCodes) {
  const executorCount = codes.lanes.length;
  const starts = new Uint32Array(executorCount + 1);
  for (const executor of tasks.executor) starts[executor + 1] = (starts[executor + 1] ?? 0) + 1;
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const byExecutor = new Uint32Array(order.length);
  const next = starts.slice();
  for (const task of order) {
    const executor = tasks.executor[task] ?? 0;
    const at = next[executor] ?? 0;
    next[executor] = at + 1;
    byExecutor[at] = task;
  }
  const row = new Uint32Array(order.length);
  const executors: ExecutorLane[] = [];
  let firstRow = 0;
  for (const [executor, { id, host }] of codes.lanes.entries()) {
    const own = byExecutor.subarray(starts[executor], starts[executor + 1]);
    const { rowCount } = assignRows(tasks.startMs, tasks.endMs, own, row);
    let failed = 0;
    for (const task of own) {
      row[task] = (row[task] ?? 0) + firstRow;
      const layer = tasks.layer[task];
      if (layer === layerCodes.failed || layer === layerCodes.unfinished) failed++;
    }
    executors.push({ executorId: id, host, firstRow, endRow: firstRow + rowCount, tasks: own.length, failed });
    firstRow += rowCount;
  }
  return { executors, row, rowCount: firstRow };
}

function failuresInOneRow(tasks: TaskArrays): SpanPyramid {
  const ids = Uint32Array.from(tasks.layer.keys()).filter((task) => tasks.layer[task] === layerCodes.failed);
  const atMs = Float64Array.from(ids, (task) => tasks.endMs[task] ?? 0);
  const order = orderOfTimes(atMs);
  return new SpanPyramid(
    groupSpans(
      {
        rowCount: 1,
        layerCount: 1,
        startMs: atMs,
        endMs: atMs,
        row: new Uint32Array(ids.length),
        layer: new Uint8Array(ids.length),
        id: ids,
        tag: Uint32Array.from(ids, (task) => tasks.stage[task] ?? 0),
      },
      order,
    ),
  );
}
