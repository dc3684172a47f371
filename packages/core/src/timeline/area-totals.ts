import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';

/** What happened in a stretch of the run. Tasks count with the part of them that lies inside. */
export interface AreaTotals {
  readonly startMs: number;
  readonly endMs: number;
  /** Slot-milliseconds that executors offered. */
  readonly slotMs: number;
  /** Milliseconds of tasks inside; with what the driver reuses early, this can be more than the slots. */
  readonly taskMs: number;
  readonly tasks: number;
  readonly failedTasks: number;
  readonly killedTasks: number;
  /** Of tasks that ended inside. */
  readonly gcMs: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly spilledBytes: number;
  /** Stage attempts by the task time they had inside, most first. */
  readonly topStages: readonly { readonly stageAttempt: number; readonly taskMs: number; readonly tasks: number }[];
}

const success = taskEndReasons.indexOf('Success');
const killed = taskEndReasons.indexOf('TaskKilled');
const unfinished = taskEndReasons.indexOf('Unfinished');
const mostStages = 20;

const columns = [
  'launchMs',
  'finishMs',
  'stageAttempt',
  'reason',
  'jvmGcMs',
  'inputBytes',
  'shuffleRemoteBytesRead',
  'shuffleLocalBytesRead',
  'outputBytes',
  'shuffleBytesWritten',
  'memoryBytesSpilled',
  'diskBytesSpilled',
] as const;

/** Adds up what lies between two moments: one pass over the tasks. */
export function totalArea(model: ApplicationModel, startMs: number, endMs: number): AreaTotals {
  const stageMs = new Float64Array(model.stageAttempts.length);
  const stageTasks = new Uint32Array(model.stageAttempts.length);
  const totals = { taskMs: 0, tasks: 0, failedTasks: 0, killedTasks: 0 };
  const atEnd = { gcMs: 0, readBytes: 0, writtenBytes: 0, spilledBytes: 0 };
  forEachTaskBlock(model.tasks, columns, (block, count) => {
    for (let i = 0; i < count; i++) {
      const launchMs = block.launchMs[i] ?? 0;
      const finishMs = block.finishMs[i] ?? 0;
      if (launchMs > endMs || finishMs < startMs) continue;
      const stage = block.stageAttempt[i] ?? 0;
      const insideMs = Math.min(finishMs, endMs) - Math.max(launchMs, startMs);
      totals.taskMs += insideMs;
      totals.tasks++;
      stageMs[stage] = (stageMs[stage] ?? 0) + insideMs;
      stageTasks[stage] = (stageTasks[stage] ?? 0) + 1;
      if (finishMs > endMs) continue;
      const reason = block.reason[i];
      if (reason === killed) totals.killedTasks++;
      else if (reason !== success && reason !== unfinished) totals.failedTasks++;
      atEnd.gcMs += block.jvmGcMs[i] ?? 0;
      atEnd.readBytes +=
        (block.inputBytes[i] ?? 0) + (block.shuffleRemoteBytesRead[i] ?? 0) + (block.shuffleLocalBytesRead[i] ?? 0);
      atEnd.writtenBytes += (block.outputBytes[i] ?? 0) + (block.shuffleBytesWritten[i] ?? 0);
      atEnd.spilledBytes += (block.memoryBytesSpilled[i] ?? 0) + (block.diskBytesSpilled[i] ?? 0);
    }
  });
  const slotMs = model.executors.reduce((sum, { addedMs, removedMs = Infinity, slots }) => {
    return sum + slots * Math.max(0, Math.min(removedMs, endMs) - Math.max(addedMs, startMs));
  }, 0);
  const topStages = [...stageMs.keys()]
    .filter((stage) => (stageTasks[stage] ?? 0) > 0)
    .sort((a, b) => (stageMs[b] ?? 0) - (stageMs[a] ?? 0))
    .slice(0, mostStages)
    .map((stageAttempt) => ({
      stageAttempt,
      taskMs: stageMs[stageAttempt] ?? 0,
      tasks: stageTasks[stageAttempt] ?? 0,
    }));
  return { startMs, endMs, slotMs, ...totals, ...atEnd, topStages };
}
