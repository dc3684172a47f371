import { taskEndReasons } from '../events/task.ts';
import type { Arena } from '../kernels/arena.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { BlockColumns } from '../model/block-columns.ts';

const neededColumns = ['launchMs', 'finishMs', 'attempt', 'speculative', 'reason', 'stageAttempt'] as const;
const success = taskEndReasons.indexOf('Success');

/** A time and two flags (succeeded in time, done again) share one number, so that they are sorted as one plain array. */
const flagBits = 2;
const flagSpan = 2 ** flagBits;

/**
 * Launch and finish times of all tasks in an arena, each sorted by time, clipped to the run, and followed by a time that never comes
 * (`assembly/kernels/task-times.ts` writes them, the sweep reads them).
 */
export interface TaskTimes {
  /** 64 bits per time: a run of more than twelve days does not fit into 32. */
  readonly wide: boolean;
  /** Addresses. */
  readonly launches: number;
  readonly finishes: number;
  /** Per stage attempt: successful tasks that ended before their stage did. */
  readonly successesInTime: Float64Array;
}

export function computeTaskTimes(arena: Arena, { tasks, stageAttempts, application }: ApplicationModel): TaskTimes {
  const { kernels } = arena;
  const runMs = application.durationMs;
  const wide = (runMs + 2) * flagSpan > 2 ** 32;
  const timeBytes = wide ? 8 : 4;
  const placeTimes = () => arena.scratch((tasks.rowCount + 1) * timeBytes);
  const [launches, finishes, spare] = [placeTimes(), placeTimes(), placeTimes()];
  const stageEndMs = arena.placeOf(Float64Array.from(stageAttempts, (attempt) => attempt.endMs));
  const isRetry = arena.placeOf(Uint8Array.from(stageAttempts, (attempt) => (attempt.attemptId > 0 ? 1 : 0)));
  const inTime = arena.place(stageAttempts.length * 8);
  const columns = new BlockColumns(arena, tasks, neededColumns);
  columns.forEach((count, firstRow) => {
    const offset = firstRow * timeBytes;
    kernels.encodeTimes(
      wide,
      columns.address,
      count,
      success,
      runMs,
      stageEndMs,
      isRetry,
      inTime,
      launches + offset,
      finishes + offset,
    );
  });
  // Whichever of two places the numbers end in, the other one serves the next sort.
  const sortedLaunches = kernels.sortNumbers(wide, launches, spare, tasks.rowCount, flagBits) >>> 0;
  const left = sortedLaunches === launches ? spare : launches;
  const sortedFinishes = kernels.sortNumbers(wide, finishes, left, tasks.rowCount, flagBits) >>> 0;
  for (const times of [sortedLaunches, sortedFinishes]) {
    arena.bytes(times + tasks.rowCount * timeBytes, timeBytes).fill(0xff);
  }
  return {
    wide,
    launches: sortedLaunches,
    finishes: sortedFinishes,
    successesInTime: arena.float64(inTime, stageAttempts.length).slice(),
  };
}
