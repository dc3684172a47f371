import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { IdSet } from '../util/id-set.ts';
import { roundToSum } from '../util/largest-remainder.ts';
import { DelaySpread } from './driver-index.ts';
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
  'shuffleFetchWaitMs',
  'shuffleWriteNs',
] as const;

/**
 * The core-time ledger: all slot-milliseconds that live executors offered, split into what tasks did with them and idle time
 * by wall-clock label. Whole numbers that sum exactly to the offer.
 *
 * @param delays gets the scheduler delay of each task from the same pass
 */
export function computeCoreTime(
  model: ApplicationModel,
  wallClock: WallClock,
  delays = new DelaySpread(model.application.durationMs),
): { label: CoreTimeLabel; ms: number }[] {
  const partsMs = splitTaskTime(model, delays);
  // Task time exceeds busy slots by the moments in which Spark had reused a slot before noting the previous end;
  // the parts are scaled to the slots.
  const rounded = roundToSum([...partsMs], wallClock.busySlotMs);
  const busy = busyLabels.map((label, index) => ({ label: label, ms: rounded[index] ?? 0 }));
  const idle = wallClockLabels.map((label) => ({ label: `idle:${label}` as const, ms: wallClock.idleSlotMs[label] }));
  return [...busy, ...idle];
}

/**
 * duration = deserialise + run + result serialisation + result fetch + scheduler delay, as the Spark UI has it; run = CPU + GC +
 * fetch wait + shuffle write + the rest, mostly I/O. Clocks differ in resolution, so each part takes at most what is left.
 */
function splitTaskTime(model: ApplicationModel, delays: DelaySpread): Float64Array {
  const runMs = model.application.durationMs;
  const resubmitted = new IdSet();
  for (const { taskId } of model.resubmissions) resubmitted.add(taskId);
  const anyResubmitted = model.resubmissions.length > 0;
  const ms = new Float64Array(busyLabels.length);
  forEachTaskBlock(model.tasks, neededColumns, (block, count) => {
    // Of this block: variables of a closure would cost an allocation per change, and entries of an array a write.
    let [serializationMs, computeMs, gcMs, fetchWaitMs, shuffleWriteMs, otherMs, delayMs] = [0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const startMs = Math.min(Math.max(block.launchMs[i] ?? 0, 0), runMs);
      const endMs = Math.min(Math.max(block.finishMs[i] ?? 0, 0), runMs);
      let left = endMs - startMs;
      if (block.reason[i] !== success || (anyResubmitted && resubmitted.has(block.taskId[i] ?? 0))) {
        add(ms, codes['thrown-away'], left);
        continue;
      }
      const serialization = part((block.executorDeserializeMs[i] ?? 0) + (block.resultSerializationMs[i] ?? 0), left);
      left -= serialization;
      let inRun = part(block.executorRunMs[i] ?? 0, left);
      left -= inRun;
      const compute = part((block.executorCpuNs[i] ?? 0) / 1e6, inRun);
      inRun -= compute;
      const gc = part(block.jvmGcMs[i] ?? 0, inRun);
      inRun -= gc;
      const fetchWait = part(block.shuffleFetchWaitMs[i] ?? 0, inRun);
      inRun -= fetchWait;
      const shuffleWrite = part((block.shuffleWriteNs[i] ?? 0) / 1e6, inRun);
      inRun -= shuffleWrite;
      serializationMs += serialization;
      computeMs += compute;
      gcMs += gc;
      fetchWaitMs += fetchWait;
      shuffleWriteMs += shuffleWrite;
      otherMs += inRun;
      // Fetching the result is the driver's doing too.
      delayMs += left;
      if (left > 0) delays.add(endMs, left);
    }
    add(ms, codes.serialization, serializationMs);
    add(ms, codes.compute, computeMs);
    add(ms, codes.gc, gcMs);
    add(ms, codes['shuffle-fetch-wait'], fetchWaitMs);
    add(ms, codes['shuffle-write'], shuffleWriteMs);
    add(ms, codes['other-in-tasks'], otherMs);
    add(ms, codes['scheduler-delay'], delayMs);
  });
  return ms;
}

const codes = Object.fromEntries(busyLabels.map((label, code) => [label, code])) as Record<BusyLabel, number>;

function add(sums: Float64Array, code: number, ms: number): void {
  sums[code] = (sums[code] ?? 0) + ms;
}

function part(wanted: number, available: number): number {
  if (wanted <= 0) return 0;
  return wanted < available ? wanted : available;
}
