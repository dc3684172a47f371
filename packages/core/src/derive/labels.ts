/** The labels of the wall-clock ledger, in the order of the report. Gap causes use the same words (design, section 4). */
export const wallClockLabels = [
  // No job open.
  'start-up',
  'idle',
  'non-spark-code',
  'planning',
  'commit',
  'streaming-wait',
  'driver-overloaded',
  'cluster-malfunction',
  // Its events were compacted away.
  'unknown',
  // A job open, no task running.
  'waiting-for-executors',
  'scheduling-delay',
  'between-stages',
  'fetch-failure-wait',
  // Tasks running.
  'full',
  'tail',
  'too-few-tasks',
  'not-launched',
  're-running',
] as const;
export type WallClockLabel = (typeof wallClockLabels)[number];

/** What happened inside the slots that executors offered. Idle slots carry the wall-clock label of their time behind a colon. */
export const busyLabels = [
  'compute',
  'gc',
  'shuffle-fetch-wait',
  'shuffle-write',
  'serialization',
  'scheduler-delay',
  'other-in-tasks',
  'thrown-away',
] as const;
export type BusyLabel = (typeof busyLabels)[number];
export type CoreTimeLabel = BusyLabel | `idle:${WallClockLabel}`;
