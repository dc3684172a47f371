/** The last moment that a date can tell (year 275760); what lies beyond is damage. */
const lastEpochMs = 8.64e15;

/** Whether a number can be a time of day: Spark and its forks write -1 and 0 for "unknown". */
export function isEpochMs(value: number): boolean {
  return value > 0 && value <= lastEpochMs;
}
