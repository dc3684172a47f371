import { at, codeAt, column } from './columns';
import { addDelay } from './delay-spread';

/** Places of the sums: `busyLabels` in `src/derive/labels.ts`. */
const COMPUTE: usize = 0;
const GC: usize = 1;
const FETCH_WAIT: usize = 2;
const SHUFFLE_WRITE: usize = 3;
const SERIALIZATION: usize = 4;
const SCHEDULER_DELAY: usize = 5;
const OTHER: usize = 6;
const THROWN_AWAY: usize = 7;

/**
 * Splits the time of the tasks of a block, as `src/derive/core-time.ts` says. Columns: launch, finish, reason, deserialisation, run, CPU
 * (ns), GC, result serialisation, fetch wait, shuffle write (ns).
 *
 * @param lost a byte per row of the block: 1 for a task whose result was lost later
 * @param sums milliseconds per label; are added to
 * @param delays where the scheduler delays go: see `delay-spread.ts`
 */
export function splitTaskTime(
  columns: usize,
  count: u32,
  success: u32,
  runMs: f64,
  lost: usize,
  sums: usize,
  delays: usize,
  delayBuckets: u32,
  bucketMs: f64,
): void {
  let computeMs: f64 = 0;
  let gcMs: f64 = 0;
  let fetchWaitMs: f64 = 0;
  let writeMs: f64 = 0;
  let serializationMs: f64 = 0;
  let delayMs: f64 = 0;
  let otherMs: f64 = 0;
  let thrownAwayMs: f64 = 0;
  for (let row: u32 = 0; row < count; row++) {
    const startMs = clip(at(column(columns, 0), row), runMs);
    const endMs = clip(at(column(columns, 1), row), runMs);
    let left = endMs - startMs;
    if (codeAt(column(columns, 2), row) != success || load<u8>(lost + <usize>row) != 0) {
      thrownAwayMs += left;
      continue;
    }
    const serialization = part(at(column(columns, 3), row) + at(column(columns, 7), row), left);
    left -= serialization;
    let inRun = part(at(column(columns, 4), row), left);
    left -= inRun;
    const compute = part(at(column(columns, 5), row) / 1e6, inRun);
    inRun -= compute;
    const gc = part(at(column(columns, 6), row), inRun);
    inRun -= gc;
    const fetchWait = part(at(column(columns, 8), row), inRun);
    inRun -= fetchWait;
    const write = part(at(column(columns, 9), row) / 1e6, inRun);
    inRun -= write;
    serializationMs += serialization;
    computeMs += compute;
    gcMs += gc;
    fetchWaitMs += fetchWait;
    writeMs += write;
    otherMs += inRun;
    // Fetching the result is the driver's doing too.
    delayMs += left;
    // In whole milliseconds, so that no sum depends on the order of the tasks.
    const wholeMs = Math.floor(left + 0.5);
    if (wholeMs > 0) addDelay(delays, delayBuckets, bucketMs, Math.max(0, endMs - wholeMs), endMs);
  }
  add(sums, COMPUTE, computeMs);
  add(sums, GC, gcMs);
  add(sums, FETCH_WAIT, fetchWaitMs);
  add(sums, SHUFFLE_WRITE, writeMs);
  add(sums, SERIALIZATION, serializationMs);
  add(sums, SCHEDULER_DELAY, delayMs);
  add(sums, OTHER, otherMs);
  add(sums, THROWN_AWAY, thrownAwayMs);
}

// @ts-ignore: decorator
@inline
function add(sums: usize, label: usize, ms: f64): void {
  store<f64>(sums + (label << 3), load<f64>(sums + (label << 3)) + ms);
}

// @ts-ignore: decorator
@inline
function part(wanted: f64, available: f64): f64 {
  return wanted <= 0 ? 0 : wanted < available ? wanted : available;
}

// @ts-ignore: decorator
@inline
function clip(timeMs: f64, runMs: f64): f64 {
  return Math.min(Math.max(timeMs, 0), runMs);
}
