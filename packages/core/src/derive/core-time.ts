import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { IdSet } from '../util/id-set.ts';
import { roundToSum } from '../util/largest-remainder.ts';
import { busyLabels, wallClockLabels, type BusyLabel, type CoreTimeLabel } from './labels.ts';
import type { WallClock } from './wall-clock.ts';

const success = taskEndReasons.indexOf('Success');

/** The columns that the split of a task's time needs. */
const neededColumns = [
  'launchMs',
  'finishMs',
  'reason',
  'taskId',
  'executorDeserializeMs',
  'executorRunMs',
  'executorCpuNs',
  'jvmGcMs',
  'resultSerializationMs',
  'gettingResultMs',
  'shuffleFetchWaitMs',
  'shuffleWriteNs',
] as const;
type NeededColumn = (typeof neededColumns)[number];

/**
 * The core-time ledger: all slot-milliseconds that live executors offered, split into what tasks did with them and idle time
 * by wall-clock label. Whole numbers that sum exactly to the offer.
 */
export function computeCoreTime(model: ApplicationModel, wallClock: WallClock): { label: CoreTimeLabel; ms: number }[] {
  const parts = splitTaskTime(model);
  // Task time exceeds busy slots by the moments in which Spark had reused a slot before noting the previous end;
  // the parts are scaled to the slots.
  const rounded = roundToSum(
    busyLabels.map((label) => parts[label]),
    wallClock.busySlotMs,
  );
  const busy = busyLabels.map((label, index) => ({ label: label, ms: rounded[index] ?? 0 }));
  const idle = wallClockLabels.map((label) => ({ label: `idle:${label}` as const, ms: wallClock.idleSlotMs[label] }));
  return [...busy, ...idle];
}

function splitTaskTime(model: ApplicationModel): Record<BusyLabel, number> {
  const runMs = model.application.durationMs;
  const parts = Object.fromEntries(busyLabels.map((label) => [label, 0])) as Record<BusyLabel, number>;
  const resubmitted = new IdSet();
  for (const { taskId } of model.resubmissions) resubmitted.add(taskId);
  const anyResubmitted = model.resubmissions.length > 0;
  forEachTaskBlock(model.tasks, neededColumns, (block, count) => {
    for (let i = 0; i < count; i++) {
      const startMs = Math.min(Math.max(block.launchMs[i] ?? 0, 0), runMs);
      const durationMs = Math.min(Math.max(block.finishMs[i] ?? 0, 0), runMs) - startMs;
      if (block.reason[i] !== success || (anyResubmitted && resubmitted.has(block.taskId[i] ?? 0))) {
        parts['thrown-away'] += durationMs;
      } else addUsefulTask(parts, block, i, durationMs);
    }
  });
  return parts;
}

/**
 * duration = deserialise + run + result serialisation + result fetch + scheduler delay, as the Spark UI has it; run = CPU + GC +
 * fetch wait + shuffle write + the rest, mostly I/O. Clocks differ in resolution, so each part takes at most what is left.
 */
function addUsefulTask(
  parts: Record<BusyLabel, number>,
  block: Readonly<Record<NeededColumn, Float64Array>>,
  i: number,
  durationMs: number,
): void {
  let left = durationMs;
  const take = (wanted: number, available: number) => Math.max(0, Math.min(wanted, available));
  const serialization = take((block.executorDeserializeMs[i] ?? 0) + (block.resultSerializationMs[i] ?? 0), left);
  left -= serialization;
  const run = take(block.executorRunMs[i] ?? 0, left);
  left -= run;
  let inRun = run;
  const compute = take((block.executorCpuNs[i] ?? 0) / 1e6, inRun);
  inRun -= compute;
  const gc = take(block.jvmGcMs[i] ?? 0, inRun);
  inRun -= gc;
  const fetchWait = take(block.shuffleFetchWaitMs[i] ?? 0, inRun);
  inRun -= fetchWait;
  const shuffleWrite = take((block.shuffleWriteNs[i] ?? 0) / 1e6, inRun);
  inRun -= shuffleWrite;
  parts.serialization += serialization;
  parts.compute += compute;
  parts.gc += gc;
  parts['shuffle-fetch-wait'] += fetchWait;
  parts['shuffle-write'] += shuffleWrite;
  parts['other-in-tasks'] += inRun;
  // Fetching the result is the driver's doing too.
  parts['scheduler-delay'] += left;
}
