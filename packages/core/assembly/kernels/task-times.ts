import { at, codeAt, column } from './columns';

/** Flags in the low bits of an encoded time. */
export const SUCCEEDED: u32 = 1;
export const RERUN: u32 = 2;
export const FLAG_BITS: u32 = 2;

/**
 * Writes launch and finish of the tasks of a block, clipped to the run, with their flags, and counts the successes that came before their
 * stage ended. Columns: launch, finish, attempt, speculative, reason, stage attempt.
 *
 * @param wide 64 bits per time instead of 32
 * @param success the code of the reason
 * @param stageEndMs per stage attempt
 * @param isRetry a byte per stage attempt: whether it is a second one
 * @param inTime per stage attempt: counts
 */
export function encodeTimes(
  wide: bool,
  columns: usize,
  count: u32,
  success: u32,
  runMs: f64,
  stageEndMs: usize,
  isRetry: usize,
  inTime: usize,
  launches: usize,
  finishes: usize,
): void {
  if (wide) encode<u64>(columns, count, success, runMs, stageEndMs, isRetry, inTime, launches, finishes);
  else encode<u32>(columns, count, success, runMs, stageEndMs, isRetry, inTime, launches, finishes);
}

// @ts-ignore: decorator
@inline
function encode<T>(
  columns: usize,
  count: u32,
  success: u32,
  runMs: f64,
  stageEndMs: usize,
  isRetry: usize,
  inTime: usize,
  launches: usize,
  finishes: usize,
): void {
  for (let row: u32 = 0; row < count; row++) {
    const launchMs = at(column(columns, 0), row);
    const finishMs = at(column(columns, 1), row);
    const stage = <usize>codeAt(column(columns, 5), row);
    // A second attempt of a task or stage does again what was done or lost before; a speculative copy does not.
    const isOwnRetry = at(column(columns, 2), row) > 0 && at(column(columns, 3), row) == 0;
    const rerun: u32 = load<u8>(isRetry + stage) != 0 || isOwnRetry ? RERUN : 0;
    const isInTime = codeAt(column(columns, 4), row) == success && finishMs <= load<f64>(stageEndMs + (stage << 3));
    if (isInTime) {
      const counter = inTime + (stage << 3);
      store<f64>(counter, load<f64>(counter) + 1);
    }
    store<T>(launches, (<T>clip(launchMs, runMs) << FLAG_BITS) | <T>rerun);
    store<T>(finishes, (<T>clip(finishMs, runMs) << FLAG_BITS) | <T>rerun | <T>(isInTime ? SUCCEEDED : 0));
    launches += sizeof<T>();
    finishes += sizeof<T>();
  }
}

// @ts-ignore: decorator
@inline
function clip(timeMs: f64, runMs: f64): f64 {
  return Math.min(Math.max(Math.floor(timeMs), 0), runMs);
}
