import type { Facts, StageView } from '../../derive/facts.ts';
import { launchedTasks } from '../../derive/launched-tasks.ts';
import { savedMs } from '../../derive/stage-replay.ts';
import { declareLimits } from '../../util/limits.ts';
import { idleSlotRatio } from './idle-slots.ts';

const coldStartShare = {
  usual: 0.1,
  unit: 'share',
  reason:
    'Of task time, in loading code. An executor that spends this on it is warming up, and each of more tasks would have paid for that too.',
} as const;

export const fewTasksLimits = declareLimits('too-few-tasks', { coldStartShare });
export const singleTaskLimits = declareLimits('single-task-stage', { coldStartShare });

/**
 * Code that is loaded for the first time also runs slowly for the first time, which no metric tells: tasks of cold executors that did
 * next to nothing were seen to run for twice as long as they took to load.
 */
const coldRunPerLoading = 2;

/**
 * What a stage would have been shorter with its work cut into one task per slot, by list scheduling: the time in code is shared
 * out, and each task pays once more for being launched, loaded, warmed up and reported. Nothing where the tasks were long for starting cold, and
 * no more than the slots had room for: those that other stages used are not its loss.
 */
export function savedBySplitting(facts: Facts, stage: StageView, limits: { readonly coldStartShare: number }): number {
  const parts = facts.stageTimeParts[stage.index];
  if (parts === undefined || parts.tasks === 0) return 0;
  if (parts.deserializeMs >= limits.coldStartShare * parts.taskMs && parts.deserializeMs > 0) return 0;
  // Logs without metrics do not tell the time in code.
  const inCodeMs = parts.runMs > 0 ? Math.min(parts.runMs, parts.taskMs) : parts.taskMs;
  const workMs = Math.max(0, inCodeMs - coldRunPerLoading * parts.deserializeMs);
  const overheadMs = (parts.taskMs - workMs) / parts.tasks;
  const split = new Float64Array(stage.slots).fill(workMs / stage.slots + overheadMs);
  const saved = savedMs(stage, launchedTasks(facts.stageTasks, stage.index).durationsMs, split);
  const { startMs, endMs } = stage.attempt;
  return Math.min(saved, idleSlotRatio(facts, startMs, endMs) * (endMs - startMs));
}
